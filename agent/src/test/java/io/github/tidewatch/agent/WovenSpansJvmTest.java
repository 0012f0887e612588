package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Tidewatch;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Woven;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** Spans that the option names are recorded of an application that knows nothing of it, and nothing else changes for it. */
class WovenSpansJvmTest {
    private static final String APP = Woven.class.getName();

    @TempDir
    Path directory;

    private RunningJvm.Result result;
    private Recorded recorded;

    private void run(int feature, String options) throws Exception {
        Path modules = compileModule();
        result = new TestJvm(Jdks.home(feature), directory)
                .agent(options)
                .main(Woven.class, "x.jfr", modules.toString())
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        recorded = Recorded.read(directory.resolve("x.jfr"));
    }

    private Path compileModule() throws Exception {
        Path source = Files.createDirectories(directory.resolve("src"));
        Path modules = directory.resolve("modules");
        Files.writeString(source.resolve("module-info.java"), "module guest { exports guest; }");
        Files.writeString(
                source.resolve("Guest.java"),
                "package guest; public class Guest implements java.util.concurrent.Callable<String> {"
                        + " public String call() { return \"guest\"; } }");
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "11",
                        "-d",
                        modules.resolve("guest").toString(),
                        source.resolve("module-info.java").toString(),
                        source.resolve("Guest.java").toString());
        assertThat(code).isZero();
        return modules;
    }

    /** Of each span in the order of their ends: the name, "in" and the one around, "again" where that is of the same name, the error. */
    private List<String> spans() {
        return recorded.events("Span").stream()
                .sorted(Comparator.comparing(RecordedEvent::getEndTime))
                .map(span -> span.getString("name").replace(APP, "")
                        + (span.getString("outer") == null
                                ? ""
                                : " in " + span.getString("outer").replace(APP, ""))
                        + (span.getBoolean("recursive") ? " again" : "")
                        + (span.getString("error") == null ? "" : " " + span.getString("error")))
                .collect(Collectors.toList());
    }

    private static String filters(String... filters) {
        return "spans=" + String.join(";", filters);
    }

    @ParameterizedTest
    @JdkSource({11, 21, 25, 26})
    void whatIsNamedByClassSupertypeAnnotationOrPackageIsASpanWhateverItsLoaderAndModule(int feature) throws Exception {
        run(
                feature,
                filters(
                        APP + "$Orders::place",
                        APP + "$Orders::fail",
                        APP + "$Handler+::handle",
                        "@" + APP + "$Timed",
                        "guest.*::call"));
        assertThat(spans())
                .containsExactlyInAnyOrder(
                        "$Orders.place in $Orders.handle",
                        "$Orders.handle",
                        "$Orders.sum in $Orders.sum again",
                        "$Orders.sum in $Orders.sum again",
                        "$Orders.sum",
                        "$Orders.fail java.lang.IllegalStateException",
                        "$Late.handle",
                        "$Late.handle",
                        "guest.Guest.call");
        assertThat(result.agentLines()).isEmpty();
        assertThat(recorded.status().getString("missing")).doesNotContain("spans of");
        confirmThatNothingElseChanged();
        Tidewatch.Result report = Tidewatch.here()
                .run("report", "--spans", directory.resolve("x.jfr").toString());
        assertThat(report.code).as("%s", report).isZero();
        assertThat(report.out)
                .contains("guest.Guest.call: 1 span, ", "$Orders.fail: 1 span, ", "1 ended by an exception");
    }

    private void confirmThatNothingElseChanged() {
        assertThat(result.stdout.lines())
                .containsExactly(
                        "handled 3.0 3 3",
                        "frame " + APP + "$Orders.fail",
                        "frame " + APP + ".call",
                        "frame " + APP + ".main",
                        "late class",
                        "other late call false",
                        "module guest true",
                        "after handled 3.0 3");
    }

    @Tag("exhaustive")
    @Test
    void whatCannotBeWovenIsSaidOnceAndTheRestIsWoven() throws Exception {
        run(Jdks.OWN, filters("java.util.HashMap", APP + "$Late::place", APP + "$Orders::place"));
        assertThat(spans()).containsExactly("$Orders.place");
        String remedy = "; remedy: ";
        assertThat(result.agentLines())
                .hasSize(2)
                .anyMatch(line ->
                        line.contains("no spans of java.util.HashMap: Tidewatch may use") && line.contains(remedy))
                .anyMatch(line -> line.contains("no spans of " + APP + "$Late::place: the class has no such method"));
        assertThat(recorded.status().getString("missing"))
                .contains("spans of java.util.HashMap: ", "spans of " + APP + "$Late::place: ");
        confirmThatNothingElseChanged();
    }

    @Tag("exhaustive")
    @ParameterizedTest
    @JdkSource({11, 25})
    void aSecondAttachBringsOtherSpansAndTakesOutTheFirst(int feature) throws Exception {
        String first = APP + "$Endless::first";
        String second = APP + "$Endless::second";
        try (RunningJvm running = new TestJvm(Jdks.home(feature), directory)
                .main(Woven.Endless.class)
                .start()) {
            running.awaitLine("ready"::equals, Duration.ofMinutes(1));
            String pid = Long.toString(running.pid());
            assertThat(recordedBy("attach", pid, "spans=" + first)).isEqualTo(Set.of("$Endless.first"));
            assertThat(recordedBy("attach", pid, "spans=" + second)).isEqualTo(Set.of("$Endless.second"));
            assertThat(recordedBy("attach", pid, "spans=off")).isEmpty();
            assertThat(recordedBy("attach", pid, "spans=" + first + ";" + second))
                    .hasSize(2);
            assertThat(Tidewatch.here().run("attach", pid, "interval=20ms").err).contains("changes the spans, alone");
        }
    }

    /** The names of spans in a recording that begins after another, during which the spans were changed. */
    private Set<String> recordedBy(String... command) throws Exception {
        Path file = Files.createTempDirectory(directory, "recorded").resolve("r.jfr");
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--record", file.toString(), "--duration", "1s"));
        Tidewatch.Result attached = Tidewatch.here().run(words.toArray(new String[0]));
        assertThat(attached.code).as(attached.toString()).isZero();
        // What was woven meanwhile, is by now.
        Path again = file.resolveSibling("again.jfr");
        Tidewatch.Result recording =
                Tidewatch.here().run("attach", command[1], "--record", again.toString(), "--duration", "1s");
        assertThat(recording.code).as(recording.toString()).isZero();
        return Recorded.read(again).events("Span").stream()
                .map(span -> span.getString("name").replace(APP, ""))
                .collect(Collectors.toSet());
    }

    /** The code that has a class loaded has no rights, and the class is woven by the agent's. */
    @Tag("exhaustive")
    @Test
    void underASecurityManagerTheSameIsWoven() throws Exception {
        Path policy = Files.writeString(
                directory.resolve("policy"),
                "grant codeBase \"" + TestJvm.agentJar().toUri()
                        + "\" { permission java.security.AllPermission; };\ngrant codeBase \""
                        + TestJvm.testClasses().toUri()
                        + "\" { permission java.security.AllPermission; };\n");
        result = new TestJvm(Jdks.home(17), directory)
                .agent(filters(APP + "$Handler+::handle"))
                .jvmArgs("-Djava.security.manager", "-Djava.security.policy=" + policy)
                .main(Woven.class, "x.jfr", "unprivileged")
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.agentLines()).isEmpty();
        recorded = Recorded.read(directory.resolve("x.jfr"));
        assertThat(spans()).containsExactly("$Orders.handle", "$Late.handle", "$Late.handle");
    }

    @Tag("exhaustive")
    @Test
    void whatIsNoFilterIsNamedInOneLine() throws Exception {
        run(Jdks.OWN, "spans=jdbcc");
        assertThat(recorded.events("Span")).isEmpty();
        assertThat(result.agentLines()).hasSize(1);
        assertThat(result.agentLines().get(0))
                .contains("spans=jdbcc: allowed are off, the words accounted, ", "\"jdbcc\" is none of them");
        confirmThatNothingElseChanged();
    }
}
