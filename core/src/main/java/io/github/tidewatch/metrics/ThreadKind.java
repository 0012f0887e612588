package io.github.tidewatch.metrics;

/** Whose work a thread does. */
public enum ThreadKind {
    /** The application's, and native libraries'. */
    APPLICATION("application"),
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

    /** As in "GC threads". */
    public String label() {
        return label;
    }
}
