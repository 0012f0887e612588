package io.github.tidewatch.metrics;

/** Whose work a thread does. */
public enum ThreadKind {
    /** The application's, and native libraries'. */
    APPLICATION("application"),
    /** Carries virtual threads for the JDK's scheduler: what it does, the application does in these. */
    CARRIER("carrier"),
    /** A worker or controller of the garbage collector. */
    GARBAGE_COLLECTOR("GC"),
    /** The just-in-time compilers. */
    COMPILER("compiler"),
    /** Other threads of the JVM: VM Thread, reference handling, Flight Recorder. */
    JVM("JVM"),
    /** Our own helpers. No finding is about them. */
    TIDEWATCH("Tidewatch");

    private final String label;

    ThreadKind(String label) {
        this.label = label;
    }

    /** Whether it does the application's work. */
    public boolean isOfApplication() {
        return this == APPLICATION || this == CARRIER;
    }

    /** As in "GC threads". */
    public String label() {
        return label;
    }
}
