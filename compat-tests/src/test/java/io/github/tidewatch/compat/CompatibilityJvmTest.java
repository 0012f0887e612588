package io.github.tidewatch.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** What an application with libraries and logging of its own prints is the same with the agent, to the byte. */
class CompatibilityJvmTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @JdkSource({17, 21, 25, 26})
    void webApplication(int feature) throws Exception {
        RunningJvm.Result without = Visitors.visit(application(feature).main(Shop.class, "--server.port=0"));
        RunningJvm.Result with = Visitors.visit(application(feature).agent("").main(Shop.class, "--server.port=0"));
        assertThat(without.exitCode).isZero();
        assertThat(plain(with)).isEqualTo(plain(without));
        assertThat(with.stdout).contains("error 2", "java.lang.IllegalStateException: 2", "Started Shop");
        assertSampled();
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void jbossLogManager(int feature) throws Exception {
        String out = assertSame(feature, Logs.class, "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        assertThat(out).contains("org.jboss.logmanager.LogManager\norg.jboss.logmanager.Logger\n", "line 9");
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void javaUtilLoggingByFile(int feature) throws Exception {
        Path file = Files.writeString(directory.resolve("logging.properties"), """
                handlers=java.util.logging.ConsoleHandler
                .level=ALL
                java.util.logging.ConsoleHandler.level=FINE
                java.util.logging.SimpleFormatter.format=%3$s %4$s %5$s %6$s%n
                """);
        String out = assertSame(feature, Logs.class, "-Djava.util.logging.config.file=" + file);
        assertThat(out).contains("compat.logs FINE fine line 9", "IllegalStateException: cause");
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void ownBuilderOfTheMBeanServer(int feature) throws Exception {
        String out = assertSame(
                feature, Managed.class, "-Djavax.management.builder.initial=" + Managed.Builder.class.getName());
        assertThat(out).contains("the application asks for the MBean server\nan MBean server is made in main\n");
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void otherVersionsOfTheSameLibraries(int feature) throws Exception {
        String out = assertSame(feature, Libraries.class);
        assertThat(out)
                .contains(
                        "made 9",
                        "pid right: true",
                        "net.bytebuddy.ByteBuddy of byte-buddy-1.15",
                        "jnr.ffi.LibraryLoader of jnr-ffi-2.2",
                        "org.slf4j.Logger of slf4j-api-2.0.17.jar",
                        "AgentEntry visible: falsefalse",
                        "of a user's thread")
                .doesNotContain("at io.github.tidewatch.agent");
    }

    @Test
    void theAgentTwice() throws Exception {
        RunningJvm.Result result =
                Visitors.visit(application(Jdks.OWN).agent("").agent("log=warn").main(Shop.class, "--server.port=0"));
        assertThat(result.exitCode).isZero();
        assertThat(result.stderr).isEmpty();
        assertSampled();
    }

    private String assertSame(int feature, Class<?> main, String... options) throws Exception {
        // Both at once, each in a directory of its own: they spend their time waiting.
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Future<RunningJvm.Result> with = two.submit(() ->
                    application(feature).jvmArgs(options).agent("").main(main).run());
            Path other = Files.createDirectory(directory.resolve("without"));
            Future<RunningJvm.Result> without = two.submit(() ->
                    application(feature, other).jvmArgs(options).main(main).run());
            assertThat(without.get().exitCode).as("%s", without.get()).isZero();
            assertThat(plain(with.get())).isEqualTo(plain(without.get()));
            assertSampled();
            return with.get().stdout + with.get().stderr;
        } finally {
            two.shutdownNow();
        }
    }

    private void assertSampled() throws Exception {
        assertThat(Recorded.read(directory.resolve("x.jfr")).delays()).isNotEmpty();
    }

    private TestJvm application(int feature) throws Exception {
        return application(feature, directory);
    }

    private static TestJvm application(int feature, Path folder) throws Exception {
        return Visitors.application(feature, folder).jvmArgs("-XX:StartFlightRecording:filename=x.jfr");
    }

    /** Without the times, ports and process numbers that the application itself prints, and JFR's own. */
    private static Map<String, String> plain(RunningJvm.Result result) {
        return Map.of("stdout", plain(result.stdout), "stderr", plain(result.stderr));
    }

    private static String plain(String output) {
        return output.replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.\\d]*(Z|[+-]\\d\\d:\\d\\d)", "TIME")
                .replaceAll("\\d\\d:\\d\\d:\\d\\d[.,]\\d{3}", "TIME")
                .replaceAll("with PID \\d+", "with PID")
                .replaceAll("(INFO|WARN|ERROR) \\d+ ---", "$1 PID ---")
                .replaceAll("[0-9.]+ seconds \\(process running for [0-9.]+\\)", "SECONDS")
                .replaceAll("nitialization( completed)? in \\d+ ms", "nitialization")
                .replaceAll("port(:?) \\d+", "port$1 PORT")
                .replaceAll("\\[[^\\]]*exec-\\d+]", "[exec]")
                .replaceAll("\\[[0-9.,]+s]", "[time]")
                .replaceAll("jcmd \\d+", "jcmd PID")
                .replaceAll("/\\S*/x.jfr", "x.jfr");
    }
}
