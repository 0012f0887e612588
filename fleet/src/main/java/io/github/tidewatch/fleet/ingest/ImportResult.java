package io.github.tidewatch.fleet.ingest;

import java.util.function.Consumer;

/** What came of an import. For one thread. */
public final class ImportResult {
    long recordings;
    long imported;
    long replaced;
    long unchanged;
    long rows;
    private long problems;
    private final Consumer<String> warnings;

    /** Of nothing yet, with a place for warnings. */
    public ImportResult(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    /** Something of a recording is missing in the tables; says so at once. */
    public void missing(String what) {
        problems++;
        warnings.accept(what);
    }

    /** How often something was missing. */
    public long problems() {
        return problems;
    }

    /** How many rows are new. */
    public long rows() {
        return rows;
    }

    /** Its counts, without what was missing. */
    public Counts counts() {
        return new Counts(recordings, imported, replaced, unchanged, rows);
    }

    /** Adds what another import did; what was missing there is said by {@link #missing}. */
    public void add(Counts counts) {
        recordings += counts.recordings();
        imported += counts.imported();
        replaced += counts.replaced();
        unchanged += counts.unchanged();
        rows += counts.rows();
    }

    /** How much was done: recordings, chunks by what became of them, new rows. */
    public record Counts(long recordings, long imported, long replaced, long unchanged, long rows) {}

    @Override
    public String toString() {
        return recordings + (recordings == 1 ? " recording: " : " recordings: ") + imported + " chunks imported, "
                + replaced + " replaced, " + unchanged + " unchanged; " + rows + " new rows";
    }
}
