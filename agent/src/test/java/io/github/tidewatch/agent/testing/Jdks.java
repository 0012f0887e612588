package io.github.tidewatch.agent.testing;

import io.github.tidewatch.testing.Jdk;
import java.nio.file.Path;

/** The JDKs of this machine, see {@link Jdk}. */
public final class Jdks {
    private Jdks() {}

    /** The home of a JDK of this feature version; skips the calling test, saying why, where there is none. */
    public static Path home(int feature) {
        return Jdk.home(feature);
    }
}
