package io.github.tidewatch.findings;

/** A limit that a check compares with. Immutable. */
public final class Threshold {
    /** What a threshold's value counts. */
    public enum Unit {
        /** Percent: 5 is 5 %. */
        PERCENT,
        /** Events per second. */
        PER_SECOND
    }

    private final String id;
    private final String label;
    private final String description;
    private final Unit unit;
    private final double defaultValue;

    Threshold(String id, String label, String description, Unit unit, double defaultValue) {
        this.id = id;
        this.label = label;
        this.description = description;
        this.unit = unit;
        this.defaultValue = defaultValue;
    }

    /** Unique and stable, such as {@code tidewatch.ApplicationCpuDelay.warning}. */
    public String id() {
        return id;
    }

    /** A short name, for a list of settings. */
    public String label() {
        return label;
    }

    /** What it limits, in a sentence. */
    public String description() {
        return description;
    }

    /** What its value is. */
    public Unit unit() {
        return unit;
    }

    /** Its value unless set, in its unit. */
    public double defaultValue() {
        return defaultValue;
    }

    @Override
    public String toString() {
        return id;
    }
}
