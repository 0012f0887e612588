package io.github.tidewatch.agent.cli.attach;

import io.github.tidewatch.agent.cli.console.Session;
import io.github.tidewatch.agent.cli.process.LoadedAgent;
import io.github.tidewatch.agent.cli.process.Step;
import io.github.tidewatch.agent.cli.process.TargetJdk;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether the agent can be loaded into a process, as far as that shows without touching it: what {@code attach} goes by
 * before it begins, and what {@code doctor} predicts. An immutable value.
 */
public final class AttachCheck {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final TargetProcess process;
    private final TargetJdk jdk;
    private final String jar;
    private final Optional<String> loadedJar;
    private String cause;
    private String remedy = "";

    private AttachCheck(TargetProcess process, TargetJdk jdk, String jar, Optional<String> loadedJar) {
        this.process = process;
        this.jdk = jdk;
        this.jar = jar;
        this.loadedJar = loadedJar;
    }

    /**
     * Inspects the process.
     *
     * @param jar where the JVM sees this jar, if that is elsewhere than here; else null
     */
    public static AttachCheck of(Session session, TargetProcess process, String jar) {
        TargetJdk jdk = TargetJdk.of(process);
        String path = jar == null ? session.jar().toAbsolutePath().toString() : jar;
        Optional<String> loaded = jdk.whyNoAttach() == null ? loadedJar(session, process) : Optional.empty();
        AttachCheck check = new AttachCheck(process, jdk, path, loaded);
        check.evaluate(session);
        return check;
    }

    private static Optional<String> loadedJar(Session session, TargetProcess process) {
        try {
            return Step.run(process, "inspecting its files", LIMIT, () -> LoadedAgent.jar(process, session.calls()));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            return Optional.empty();
        }
    }

    /** Why the agent cannot be loaded; null if nothing speaks against it. */
    public String cause() {
        return cause;
    }

    /** What to do about {@link #cause}. */
    public String remedy() {
        return remedy;
    }

    /** The JDK of the process. */
    public TargetJdk jdk() {
        return jdk;
    }

    /** The jar that the agent was loaded from already, as the process sees it. */
    public Optional<String> loadedJar() {
        return loadedJar;
    }

    /** The jar to load, as the process sees it. */
    String jar() {
        return jar;
    }

    private void evaluate(Session session) {
        String name = "process " + process.pid();
        if (process.isThisCommand()) {
            no(
                    name + " is this command itself, and no JVM attaches to itself",
                    "give another JVM's pid: " + TargetProcess.LIST);
        } else if (jdk.whyNoAttach() != null) {
            no(jdk.whyNoAttach(), jdk.remedy());
        } else if (!AttachModule.isHere()) {
            no(
                    "this java (" + System.getProperty("java.home") + ") has no module jdk.attach, as JREs have none",
                    "run tidewatch.jar with the java of a JDK");
        } else if (loadedJar.isPresent()) {
            return; // nothing is loaded
        } else if (process.hasArgument("-XX:-EnableDynamicAgentLoading")) {
            no(
                    name + " was started with -XX:-EnableDynamicAgentLoading",
                    "start it without that, or with -javaagent:tidewatch.jar");
        } else if (process.hasArgument("--limit-modules") && !process.hasArgument("jfr")) {
            no(
                    name + " runs without the module jdk.jfr (--limit-modules): nothing can be recorded",
                    "start it with --add-modules jdk.jfr");
        } else if (jar.indexOf('=') >= 0) {
            no(
                    "the jar's path, " + jar + ", has an equals sign, at which a JVM takes a jar's path to end",
                    "copy the jar to a path without (--jar)");
        } else if (!Files.exists(Path.of("/proc/" + process.pid() + "/root" + jar))) {
            no(
                    name + (process.isInOther("mnt") ? ", in a container," : "") + " does not see " + jar,
                    "copy the jar to where it does (cp " + session.jar() + " /proc/" + process.pid()
                            + "/root/tmp/), and add --jar /tmp/" + session.jar().getFileName());
        }
    }

    private void no(String why, String what) {
        cause = why;
        remedy = what;
    }
}
