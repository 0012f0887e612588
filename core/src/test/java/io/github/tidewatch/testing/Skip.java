package io.github.tidewatch.testing;

import org.opentest4j.TestAbortedException;

/** Ends a test that lacks what it needs. An annotation such as {@link RequiresRoot} is better where it fits. */
public final class Skip {
    private Skip() {}

    /** To be thrown: it ends the test as skipped. Prints why. */
    public static TestAbortedException because(String reason) {
        print(reason);
        return new TestAbortedException(reason);
    }

    /** Ends the calling test as skipped unless {@code holds}. */
    public static void unless(boolean holds, String reason) {
        if (!holds) {
            throw because(reason);
        }
    }

    /** Ends the calling test as skipped where PATH lacks one of these programs; for what tests share. */
    public static void unlessFound(String... programs) {
        for (String program : programs) {
            unless(Host.program(program).isPresent(), "no " + program + " in PATH");
        }
    }

    static void print(String reason) {
        System.out.println("skipped: " + reason);
    }
}
