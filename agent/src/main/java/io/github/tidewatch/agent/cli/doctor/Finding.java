package io.github.tidewatch.agent.cli.doctor;

import java.util.List;

/** One thing that one may want, and how much of it one gets. An immutable value. */
final class Finding {
    /** How much one gets. */
    enum Grade {
        FULL("full"),
        /** Coarser, or not for all threads. */
        REDUCED("reduced"),
        NONE("not available");

        final String label;

        Grade(String label) {
            this.label = label;
        }
    }

    private final String what;
    private final List<String> fields;
    private final Grade grade;
    private final String source;
    private final String cause;
    private final String remedy;

    private Finding(String what, List<String> fields, Grade grade, String source, String cause, String remedy) {
        this.what = what;
        this.fields = List.copyOf(fields);
        this.grade = grade;
        this.source = source;
        this.cause = cause;
        this.remedy = remedy;
    }

    static Finding full(String what, List<String> fields, String source) {
        return new Finding(what, fields, Grade.FULL, source, "", "");
    }

    static Finding reduced(String what, List<String> fields, String source, String cause, String remedy) {
        return new Finding(what, fields, Grade.REDUCED, source, cause, remedy);
    }

    static Finding none(String what, List<String> fields, String cause, String remedy) {
        return new Finding(what, fields, Grade.NONE, "", cause, remedy);
    }

    String what() {
        return what;
    }

    /** The fields of events that have it; none if it is no quantity of theirs. */
    List<String> fields() {
        return fields;
    }

    Grade grade() {
        return grade;
    }

    String source() {
        return source;
    }

    /** Why it is not {@link Grade#FULL}; "" if it is. */
    String cause() {
        return cause;
    }

    /** What changes that, to be typed where that is possible; "" if nothing is to be changed. */
    String remedy() {
        return remedy;
    }
}
