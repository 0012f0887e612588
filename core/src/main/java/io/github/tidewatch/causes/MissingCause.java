package io.github.tidewatch.causes;

import java.util.List;

/** Fields of the events about causes that this host, kernel or process does not fill, why, and what would change that. Immutable. */
public final class MissingCause {
    private final List<String> fields;
    private final boolean partly;
    private final String cause;
    private final String remedy;

    private MissingCause(List<String> fields, boolean partly, String cause, String remedy) {
        this.fields = List.copyOf(fields);
        this.partly = partly;
        this.cause = cause;
        this.remedy = remedy;
    }

    static MissingCause of(List<String> fields, String cause, String remedy) {
        return new MissingCause(fields, false, cause, remedy);
    }

    static MissingCause partly(List<String> fields, String cause, String remedy) {
        return new MissingCause(fields, true, cause, remedy);
    }

    /** The fields. */
    public List<String> fields() {
        return fields;
    }

    /** Whether they have a value, which is not all of it. */
    public boolean isPartly() {
        return partly;
    }

    /** Why, as a clause without a full stop. */
    public String cause() {
        return cause;
    }

    /** What to do about it, as a clause without a full stop. */
    public String remedy() {
        return remedy;
    }
}
