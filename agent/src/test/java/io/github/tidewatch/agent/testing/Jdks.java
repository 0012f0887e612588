package io.github.tidewatch.agent.testing;

import io.github.tidewatch.testing.Jdk;
import java.nio.file.Path;

/** The JDKs of this machine, see {@link Jdk}. */
public final class Jdks {
    /** The feature version of the one that runs the tests. */
    public static final int OWN = Runtime.version().feature();

    private Jdks() {}

    /** The home of a JDK of this feature version; skips the calling test, saying why, where there is none. */
    public static Path home(int feature) {
        return Jdk.home(feature);
    }

    /** The same, of "own" or a feature version: for tables, of which each row is to run somewhere. */
    public static Path home(String version) {
        return home(version.equals("own") ? OWN : Integer.parseInt(version));
    }
}
