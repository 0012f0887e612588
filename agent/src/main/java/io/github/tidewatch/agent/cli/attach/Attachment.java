package io.github.tidewatch.agent.cli.attach;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.ErrorText;
import io.github.tidewatch.agent.cli.process.Step;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import io.github.tidewatch.linux.JvmText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Callable;

/**
 * A connection to another JVM by the Attach API. Whatever waits for the other JVM has a time-out, and what it answers is
 * cut at a number of bytes. Not to be touched where the module jdk.attach is missing. Safe for use by several threads.
 */
public final class Attachment implements AutoCloseable {
    /** How long one step may take, where CPUs are scarce. */
    static final Duration LIMIT = Duration.ofMinutes(1);

    /** Of an answer: the thread dump of 10 000 threads fits. */
    private static final int MOST_BYTES = 64 << 20;

    private final TargetProcess process;
    private final VirtualMachine machine;

    private Attachment(TargetProcess process, VirtualMachine machine) {
        this.process = process;
        this.machine = machine;
    }

    /**
     * Attaches.
     *
     * @throws CommandFailure if the JVM does not let this process, saying why
     */
    public static Attachment to(TargetProcess process) {
        // Of the JDK's own waiting, which ends after 10 s and leaves the JVM with a signal that prints its threads.
        System.setProperty("sun.tools.attach.attachTimeout", Long.toString(LIMIT.toMillis()));
        try {
            VirtualMachine machine = step(
                    process, "attaching to it", LIMIT, () -> VirtualMachine.attach(Integer.toString(process.pid())));
            if (!process.isAlive()) {
                throw new CommandFailure("process " + process.pid() + " has ended");
            }
            return new Attachment(process, machine);
        } catch (AttachNotSupportedException | IOException e) {
            throw new CommandFailure(
                    "process " + process.pid() + " does not answer to attaching: " + ErrorText.of(e)
                            + ". It may be hanging, have another /tmp than this process, or attaching is disabled in it",
                    e);
        } catch (AgentLoadException | AgentInitializationException e) {
            throw new CommandFailure(e.getMessage(), e); // not of attaching
        }
    }

    /**
     * Loads the agent.
     *
     * @param jar as the other JVM sees it
     */
    void loadAgent(String jar, String options) {
        String name = "process " + process.pid();
        try {
            step(process, "loading the agent", LIMIT, () -> {
                machine.loadAgent(jar, options);
                return null;
            });
        } catch (AgentLoadException e) {
            throw new CommandFailure(
                    name + " cannot load " + jar + ": " + e.getMessage()
                            + ". Its user must be able to read that file, its"
                            + " JDK must not have been removed since it started, and it must not run with"
                            + " -XX:-EnableDynamicAgentLoading",
                    e);
        } catch (AgentInitializationException | IOException | AttachNotSupportedException e) {
            throw new CommandFailure("the agent did not start in " + name + ": " + e.getMessage(), e);
        }
    }

    /** The system properties of the other JVM. */
    Properties systemProperties() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(jcmd("VM.system_properties")));
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure("process " + process.pid() + " does not say what it is: " + ErrorText.of(e), e);
        } catch (UncheckedIOException e) {
            throw new CommandFailure("process " + process.pid() + " has ended", e);
        }
        return properties;
    }

    /**
     * Has the JVM execute what jcmd(1) would, and returns what it says. Only the class behind the API can do that, so its
     * package must have been exported to this module.
     *
     * @throws UncheckedIOException if the connection breaks: the JVM has ended
     */
    public String jcmd(String command) {
        return jcmd(command, LIMIT);
    }

    /** The same, with a time-out of its own. */
    String jcmd(String command, Duration limit) {
        String name = command.split(" ", 2)[0];
        try {
            return step(process, "executing " + name, limit, () -> execute(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
            throw new CommandFailure(
                    "process " + process.pid() + " cannot execute '" + command + "': " + ErrorText.of(e), e);
        }
    }

    private String execute(String command) throws IOException {
        try {
            Object stream = Class.forName("sun.tools.attach.HotSpotVirtualMachine")
                    .getMethod("executeJCmd", String.class)
                    .invoke(machine, command);
            try (InputStream in = (InputStream) stream) {
                // As jcmd does, in small pieces: JDK 17 was seen to end readAllBytes early on answers of later JDKs.
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                byte[] piece = new byte[256];
                int length = in.read(piece);
                while (length >= 0 && answer.size() < MOST_BYTES) {
                    answer.write(piece, 0, length);
                    length = in.read(piece);
                }
                return JvmText.decode(answer.toByteArray(), 0, answer.size());
            }
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IOException) {
                throw (IOException) e.getCause();
            }
            throw new CommandFailure(
                    "process " + process.pid() + " cannot execute '" + command + "': " + ErrorText.of(e.getCause()), e);
        } catch (ReflectiveOperationException e) {
            throw new CommandFailure("this JDK cannot send '" + command + "' to another JVM: " + ErrorText.of(e), e);
        }
    }

    private static <T> T step(TargetProcess process, String what, Duration limit, Callable<T> work)
            throws IOException, AttachNotSupportedException, AgentLoadException, AgentInitializationException {
        try {
            return Step.run(process, what, limit, work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while " + what, e);
        } catch (IOException
                | RuntimeException
                | AttachNotSupportedException
                | AgentLoadException
                | AgentInitializationException e) {
            throw e;
        } catch (Exception e) {
            throw new CommandFailure("failed while " + what + ": " + ErrorText.of(e), e);
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
