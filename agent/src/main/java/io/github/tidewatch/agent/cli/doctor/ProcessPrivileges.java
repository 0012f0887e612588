package io.github.tidewatch.agent.cli.doctor;

import io.github.tidewatch.agent.cli.process.TargetProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process may do as far as it matters here: taskstats asks for CAP_NET_ADMIN in the initial user namespace. */
final class ProcessPrivileges {
    private static final long NET_ADMIN = 1L << 12;
    private static final String ALL_USERS = "4294967295";

    private final String proc;

    private ProcessPrivileges(String proc) {
        this.proc = proc;
    }

    static ProcessPrivileges self() {
        return new ProcessPrivileges("/proc/self");
    }

    static ProcessPrivileges of(TargetProcess process) {
        return new ProcessPrivileges("/proc/" + process.pid());
    }

    /** Whether the capability is effective in it; false if that cannot be read. */
    boolean hasNetAdmin() {
        try {
            String capabilities = read("status")
                    .lines()
                    .filter(line -> line.startsWith("CapEff:"))
                    .findFirst()
                    .orElse("CapEff:0");
            return (Long.parseUnsignedLong(
                                    capabilities.substring("CapEff:".length()).strip(), 16)
                            & NET_ADMIN)
                    != 0;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /**
     * Whether it is in the initial user namespace, as far as the map of user ids shows: all ids, each to itself; true
     * where there is no such file, as then there are no such namespaces.
     */
    boolean isInInitialUserNamespace() {
        try {
            String[] map = read("uid_map").strip().split("\\s+", -1);
            return map.length == 3 && map[0].equals("0") && map[1].equals("0") && map[2].equals(ALL_USERS);
        } catch (IOException e) {
            return true;
        }
    }

    private String read(String file) throws IOException {
        return new String(Files.readAllBytes(Path.of(proc, file)), StandardCharsets.UTF_8);
    }
}
