package io.github.tidewatch.agent.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The socket at which a JVM that has been attached to listens, named by its pid. Stateless. */
final class AttachSocket {

    private AttachSocket() {}

    /** Its path as the process sees it. */
    static String path(TargetProcess process) {
        return "/tmp/.java_pid" + process.innerPid();
    }

    /**
     * The user that has a file in the socket's place which is not the process's, or -1. Mostly it is from a JVM that had the
     * same pid and was killed: where /tmp is sticky, as it is everywhere, a JVM of another user can neither delete nor
     * replace it. It may as well be put there on purpose, to answer in the JVM's place.
     */
    static int otherOwner(TargetProcess process) {
        Path socket = Path.of("/proc/" + process.pid() + "/root" + path(process));
        try {
            int owner = ((Number) Files.getAttribute(socket, "unix:uid", LinkOption.NOFOLLOW_LINKS)).intValue();
            int user = process.uid();
            return user < 0 || owner == user ? -1 : owner;
        } catch (IOException | RuntimeException e) {
            return -1; // there is none, or it cannot be seen
        }
    }
}
