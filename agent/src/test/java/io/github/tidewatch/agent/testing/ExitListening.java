package io.github.tidewatch.agent.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.junit.jupiter.api.Assumptions;

/** Whether the kernel lets this process listen to tasks that end, as far as its namespaces and capabilities tell. */
public final class ExitListening {
    private static final String INITIAL_USER = "user:[4026531837]";
    private static final String INITIAL_PID = "pid:[4026531836]";
    private static final int CAP_NET_ADMIN = 12;

    private ExitListening() {}

    /** Skips the calling test, saying why, where it does not. */
    public static void require() throws IOException {
        Path namespaces = Paths.get("/proc/self/ns");
        requireNamespace(namespaces.resolve("user"), INITIAL_USER);
        requireNamespace(namespaces.resolve("pid"), INITIAL_PID);
        String effective = Files.readAllLines(Paths.get("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .findAny()
                .orElseThrow();
        if ((Long.parseUnsignedLong(effective.substring(7).trim(), 16) >> CAP_NET_ADMIN & 1) == 0) {
            skip("no CAP_NET_ADMIN");
        }
    }

    private static void requireNamespace(Path own, String initial) throws IOException {
        String namespace = Files.readSymbolicLink(own).toString();
        if (!namespace.equals(initial)) {
            skip("not in the initial namespace but in " + namespace);
        }
    }

    private static void skip(String reason) {
        System.out.println("skipped: the kernel does not tell this process of tasks that end: " + reason);
        Assumptions.abort(reason);
    }
}
