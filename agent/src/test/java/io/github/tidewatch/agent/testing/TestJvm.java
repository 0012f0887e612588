package io.github.tidewatch.agent.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A JVM to be started by a test, by default with the test classes as its class path and without the agent:
 *
 * <pre>{@code
 * RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), temp)
 *         .agent("log=debug")
 *         .jvmArgs("-XX:StartFlightRecording")
 *         .main(Apps.Hello.class)
 *         .run();
 * }</pre>
 *
 * It compiles with C1 only, which halves the CPU time of a JVM that lives for a second and records; {@link #allCompilers()} has
 * it compile as users' JVMs do. Not for several threads at once.
 */
public final class TestJvm {
    /** Has a JVM of a short life spend little on compiling. */
    public static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    private final Path home;
    private final Path directory;
    private final List<String> launcher = new ArrayList<>();
    private final List<String> jvmArgs = new ArrayList<>();
    private final List<String> main = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private Duration timeout = Duration.ofMinutes(3);
    private String classPath = testClasses().toString();
    private boolean allCompilers;

    /** A JVM of the JDK at this home, working in this directory. */
    public TestJvm(Path home, Path directory) {
        this.home = home;
        this.directory = directory;
        environment.put("LC_ALL", "C.UTF-8");
    }

    /** The jar under test. */
    public static Path agentJar() {
        return Paths.get(System.getProperty("tidewatch.jar", "target/tidewatch.jar"))
                .toAbsolutePath();
    }

    /** The classes of the tests, which each JVM has in its class path. */
    public static Path testClasses() {
        return Paths.get(System.getProperty("tidewatch.testClasses", "target/test-classes"))
                .toAbsolutePath();
    }

    /** Adds the agent with these options ("" for none); may be called several times, as a user might. */
    public TestJvm agent(String options) {
        return agent(agentJar(), options);
    }

    public TestJvm agent(Path jar, String options) {
        return jvmArgs("-javaagent:" + jar + (options.isEmpty() ? "" : "=" + options));
    }

    public TestJvm jvmArgs(String... args) {
        jvmArgs.addAll(List.of(args));
        return this;
    }

    /** Has it compile as the JVMs of users do. */
    public TestJvm allCompilers() {
        allCompilers = true;
        return this;
    }

    public TestJvm environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Has this command start the JVM: it gets the command of the JVM as its last arguments. */
    public TestJvm launcher(String... command) {
        launcher.addAll(List.of(command));
        return this;
    }

    /** Takes these classes in place of the test's. */
    public TestJvm testClasses(Path classes) {
        classPath = classes.toString();
        return this;
    }

    /** Appends to the class path. */
    public TestJvm classPath(Path... entries) {
        StringBuilder path = new StringBuilder(classPath);
        for (Path entry : entries) {
            path.append(':').append(entry);
        }
        classPath = path.toString();
        return this;
    }

    public TestJvm main(Class<?> mainClass, String... args) {
        return main(mainClass.getName(), args);
    }

    /** A class that is not one of the tests'. */
    public TestJvm main(String mainClass, String... args) {
        main.clear();
        main.add(mainClass);
        main.addAll(List.of(args));
        return this;
    }

    /** How long {@link #run()} may take before it kills the JVM and fails; three minutes, which a busy machine may need, unless set. */
    public TestJvm timeout(Duration limit) {
        timeout = limit;
        return this;
    }

    /** Starts it and waits for its end. */
    public RunningJvm.Result run() throws IOException, InterruptedException {
        try (RunningJvm jvm = start()) {
            return jvm.await(timeout);
        }
    }

    /** Starts it; closing what is returned kills it. */
    public RunningJvm start() throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.add(home.resolve("bin/java").toString());
        if (!allCompilers) {
            command.add(QUICK_START); // before the test's own, which count if they say otherwise
        }
        command.addAll(jvmArgs);
        command.add("-cp");
        command.add(classPath);
        command.addAll(main);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH"));
        builder.environment().putAll(environment);
        return RunningJvm.start(builder);
    }
}
