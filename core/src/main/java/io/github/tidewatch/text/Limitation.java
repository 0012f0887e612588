package io.github.tidewatch.text;

import java.util.regex.Pattern;

/**
 * A line that says what cannot be known, why, and what would change that: {@code WHAT: CAUSE; remedy: REMEDY}. Events have
 * such lines in one field, and what reads them takes them apart again here. Immutable.
 */
public final class Limitation {
    private static final String REMEDY = "; remedy:";
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");

    private final String description;
    private final String remedy;

    private Limitation(String description, String remedy) {
        this.description = description;
        this.remedy = remedy;
    }

    /**
     * What is not known.
     *
     * @param description what and why, as a clause without a full stop. Whatever text others wrote is in it, it stays one
     *     line and begins no remedy
     * @param remedy what to do, as a clause without a full stop; empty if nothing helps
     */
    public static Limitation of(String description, String remedy) {
        String line = oneLine(description).replace(REMEDY, ", remedy:");
        return new Limitation(line.strip(), oneLine(remedy).strip());
    }

    /**
     * What is not known.
     *
     * @param what the names of what it is about
     * @param cause why, as a clause without a full stop
     * @param remedy what to do, as a clause without a full stop; empty if nothing helps
     */
    public static Limitation of(String what, String cause, String remedy) {
        return of(oneLine(what).replace(": ", "  ") + ": " + cause, remedy);
    }

    /** Takes a line apart. Of one without a remedy, that is empty. */
    public static Limitation parse(String line) {
        int at = line.indexOf(REMEDY);
        return at < 0
                ? new Limitation(line.strip(), "")
                : new Limitation(
                        line.substring(0, at).strip(),
                        line.substring(at + REMEDY.length()).strip());
    }

    private static String oneLine(String text) {
        return LINE_BREAK.matcher(text).replaceAll(" ");
    }

    /** What is not known, and why. */
    public String description() {
        return description;
    }

    /** Where the cause begins: a colon and a space, or a colon at the end; -1 if there is none. */
    private int separator() {
        int at = description.indexOf(": ");
        return at >= 0 || !description.endsWith(":") ? at : description.length() - 1;
    }

    /** What it is about: what stands before the first colon that a space follows; empty if there is none. */
    public String what() {
        return description.substring(0, Math.max(0, separator())).strip();
    }

    /** Why: what stands behind that colon. */
    public String cause() {
        return description.substring(separator() + 1).strip();
    }

    /** What to do; empty if nothing helps. */
    public String remedy() {
        return remedy;
    }

    /** The line, without a line break at its end. */
    @Override
    public String toString() {
        return remedy.isEmpty() ? description : description + REMEDY + " " + remedy;
    }
}
