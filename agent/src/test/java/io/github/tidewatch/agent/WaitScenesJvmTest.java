package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.WaitScenes;
import io.github.tidewatch.testing.Skip;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the report says of applications that wait for a slow server, or for a pool that is too small. */
@Tag("exhaustive")
@Tag("measures")
class WaitScenesJvmTest {
    private static final String TITLE = "Waiting for Locks, Pools and Peers";

    @TempDir
    Path directory;

    @Test
    void eachOfTwoSlowServersIsNamedWithItsShareOfTheClientsTime() throws Exception {
        String[] lines = run(WaitScenes.Client.class, "10000").split("\n", -1);
        JsonObject thread = thread(json("--thread", "jdbc"), "jdbc");
        double wall = thread.get("wall").getAsLong();
        Map<String, Double> shares = new HashMap<>();
        for (JsonElement element : thread.getAsJsonArray("waitedFor")) {
            JsonObject target = element.getAsJsonObject();
            if (target.has("object")) {
                double share = 100 * target.get("time").getAsLong() / wall;
                shares.merge(target.get("object").getAsString(), share, Double::sum);
            }
        }
        // JFR's events also last while the thread waits for a CPU after the answer has come.
        Skip.unless(number(lines, "delay ", 2) < 0.05 * wall, "others keep this host's CPUs busy");
        for (String peer : new String[] {"slow ", "fast "}) {
            String address = "127.0.0.1:" + Math.round(number(lines, peer, 1));
            double truth = 100 * number(lines, peer, 2) / wall;
            System.out.printf("%s%s: %.1f %% by the client, recorded %s%n", peer, address, truth, shares);
            assertThat(shares.get(address)).as(peer + shares).isCloseTo(truth, within(2.0));
            assertThat(report("--thread", "jdbc")).contains(" for " + address);
        }
    }

    @Test
    void thePlaceOfAPoolThatIsTooSmallIsNamed() throws Exception {
        run(WaitScenes.Server.class, "6000", "8");
        String report = report();
        String place = "in WaitScenes$Pool.borrow";
        assertThat(headline(report)).contains("http-exec-* (8 threads) waited").contains(place);
        assertThat(report)
                .contains(TITLE)
                .contains("Waiting " + place + ": what is lent or locked there is too little");
    }

    @Test
    void theSameServerWithoutRequestsIsIdleAndNoFinding() throws Exception {
        run(WaitScenes.Server.class, "6000", "0");
        String report = report();
        assertThat(report).doesNotContain(TITLE);
        // Of a wait that began before the first record of no CPU time it is not known where it was.
        Matcher partly = Pattern.compile(
                        "http-exec-\\* \\(8 threads\\) waited [\\d.]+ % of their time, ([\\d.]+) s: [^:]*"
                                + " Besides, they were idle for ([\\d.]+) s")
                .matcher(report);
        if (partly.find()) {
            assertThat(Double.parseDouble(partly.group(2))).isGreaterThan(4 * Double.parseDouble(partly.group(1)));
        } else {
            assertThat(report).containsPattern("idle nearly all of the time: [^.]*http-exec-\\* \\(8 threads\\)");
        }
        assertThat(headline(report)).doesNotContain("http-exec");
    }

    /** What it printed. */
    private String run(Class<?> main, String... args) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("record=x.jfr,interval=100ms,budget=off")
                .main(main, args)
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        return result.stdout;
    }

    private static double number(String[] lines, String head, int word) {
        for (String line : lines) {
            if (line.startsWith(head)) {
                return Double.parseDouble(line.trim().split(" ", -1)[word]);
            }
        }
        throw new AssertionError("no line " + head);
    }

    private String report(String... options) {
        return Ran.tidewatch(arguments(options)).out().replaceAll("\\s+", " ");
    }

    private JsonObject json(String... options) {
        String[] arguments = arguments(options);
        arguments[arguments.length - 1] = "--json";
        return JsonParser.parseString(Ran.tidewatch(arguments).out()).getAsJsonObject();
    }

    /** With room for one more. */
    private String[] arguments(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "report";
        arguments[1] = directory.resolve("x.jfr").toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        arguments[arguments.length - 1] = "--top=20";
        return arguments;
    }

    /** What stands before the length of the recording. */
    private static String headline(String report) {
        return report.substring(0, report.indexOf(" total thread time "));
    }

    private static JsonObject thread(JsonObject report, String name) {
        for (JsonElement thread : report.getAsJsonArray("threads")) {
            if (thread.getAsJsonObject().get("name").getAsString().equals(name)) {
                return thread.getAsJsonObject();
            }
        }
        throw new AssertionError("no thread " + name);
    }
}
