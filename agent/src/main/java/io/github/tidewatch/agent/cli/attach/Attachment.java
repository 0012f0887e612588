package io.github.tidewatch.agent.cli.attach;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.github.tidewatch.agent.cli.console.CommandFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;

/**
 * A connection to another JVM by the Attach API. Not to be touched where the module jdk.attach is missing. Safe for use
 * by several threads.
 */
public final class Attachment implements AutoCloseable {
    private final int pid;
    private final VirtualMachine machine;

    private Attachment(int pid, VirtualMachine machine) {
        this.pid = pid;
        this.machine = machine;
    }

    /**
     * Attaches.
     *
     * @throws CommandFailure if the JVM does not let this process, saying why
     */
    public static Attachment to(int pid) {
        try {
            return new Attachment(pid, VirtualMachine.attach(Integer.toString(pid)));
        } catch (AttachNotSupportedException | IOException e) {
            throw new CommandFailure(
                    "process " + pid + " does not answer to attaching: " + e.getMessage()
                            + ". It may be stopped or hanging, have another /tmp than this process, or attaching is"
                            + " disabled in it",
                    e);
        }
    }

    /**
     * Loads the agent.
     *
     * @param jar as the other JVM sees it
     */
    void loadAgent(String jar, String options) {
        try {
            machine.loadAgent(jar, options);
        } catch (AgentLoadException e) {
            throw new CommandFailure(
                    "process " + pid + " cannot load " + jar + ": " + e.getMessage() + ". Its user must be able to read"
                            + " that file, and the JVM must not run with -XX:-EnableDynamicAgentLoading",
                    e);
        } catch (AgentInitializationException | IOException e) {
            throw new CommandFailure("the agent did not start in process " + pid + ": " + e.getMessage(), e);
        }
    }

    /** A system property of the other JVM; null if it has none of that name. */
    String systemProperty(String name) {
        try {
            return machine.getSystemProperties().getProperty(name);
        } catch (IOException e) {
            throw new CommandFailure("process " + pid + " has ended", e);
        }
    }

    /**
     * Has the JVM execute what jcmd(1) would, and returns what it says. Only the class behind the API can do that, so its
     * package must have been exported to this module.
     *
     * @throws UncheckedIOException if the connection breaks: the JVM has ended
     */
    public String jcmd(String command) {
        try {
            Object stream = Class.forName("sun.tools.attach.HotSpotVirtualMachine")
                    .getMethod("executeJCmd", String.class)
                    .invoke(machine, command);
            try (InputStream in = (InputStream) stream) {
                // As jcmd does, in small pieces: JDK 17 was seen to end readAllBytes early on answers of later JDKs.
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                byte[] piece = new byte[256];
                for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                    answer.write(piece, 0, length);
                }
                return answer.toString(StandardCharsets.UTF_8);
            }
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IOException) {
                throw new UncheckedIOException((IOException) e.getCause());
            }
            throw new CommandFailure("process " + pid + " cannot execute '" + command + "': " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new CommandFailure("this JDK cannot send '" + command + "' to another JVM: " + e, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            machine.detach();
        } catch (IOException e) {
            return; // the other side is gone
        }
    }
}
