package io.github.tidewatch.fleet;

import java.util.function.Consumer;

/** What came of an import. For one thread. */
final class ImportResult {
    long recordings;
    long imported;
    long replaced;
    long unchanged;
    long rows;
    private long problems;
    private final Consumer<String> warnings;

    ImportResult(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    /** Something of a recording is missing in the tables; says so at once. */
    void missing(String what) {
        problems++;
        warnings.accept(what);
    }

    /** How often something was missing. */
    long problems() {
        return problems;
    }

    @Override
    public String toString() {
        return recordings + (recordings == 1 ? " recording: " : " recordings: ") + imported + " chunks imported, "
                + replaced + " replaced, " + unchanged + " unchanged; " + rows + " new rows";
    }
}
