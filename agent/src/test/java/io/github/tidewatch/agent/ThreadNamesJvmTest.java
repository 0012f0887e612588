package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.End;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Lives;
import io.github.tidewatch.agent.testing.Names;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** A thread's name is what it is called in Java, whatever that is; and no number goes by the name. */
class ThreadNamesJvmTest {
    private static final int SAME = 10_000;

    /** CPU time and switches that a thread may take when it has noted its own, the hook's included. */
    private static final long LAST_STEPS = 10_000_000;

    private static final long LAST_SWITCHES = 9;

    /** Where who holds a lock of the JVM's that every ending thread takes has lost its CPU, some try it often. */
    private static final long MOST_LAST_SWITCHES = 200;

    private static final long PERIOD = 100_000_000;

    @TempDir
    Path directory;

    @Tag("exhaustive")
    @ParameterizedTest
    @JdkSource({17, 25})
    void areTheJavaNames(int feature) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .allCompilers()
                .agent("")
                .main(Names.class, ".", Integer.toString(SAME))
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        Recorded recorded = Recorded.read(directory.resolve("names.jfr"));
        List<End> ends = End.all(recorded);
        checkOdd(recorded, ends);
        checkRenamed(recorded, ends, result.stdout);
        checkSame(recorded, ends);
    }

    private void checkOdd(Recorded recorded, List<End> ends) throws Exception {
        Map<Long, Lives.Life> lives = Lives.read(directory.resolve("odd"));
        assertThat(lives).hasSize(Names.ODD.size());
        List<End> odd =
                ends.stream().filter(end -> lives.containsKey(end.javaId)).collect(Collectors.toList());
        assertThat(Lives.compare(lives, odd, LAST_STEPS, Long.MAX_VALUE / 2, recorded.startError()))
                .isEmpty();
        assertThat(odd).extracting(end -> end.name).containsExactlyInAnyOrderElementsOf(Names.ODD);
        // JFR itself writes names of threads in modified UTF-8, so that its readers take some characters for others.
        assertThat(odd.stream()
                        .filter(end -> end.name.chars().allMatch(c -> c > 0 && !Character.isSurrogate((char) c))))
                .hasSize(Names.ODD.size() - 2)
                .allMatch(end -> end.name.equals(end.javaName));
        for (End end : odd) {
            assertThat(recorded.delays(end.tid).stream()
                            .filter(delay -> delay.begin < end.time && delay.end() > end.time - end.lifetime)
                            .collect(Collectors.toList()))
                    .as("delays of <%s>", end.name)
                    .isNotEmpty()
                    .allMatch(delay -> delay.name.equals(end.name));
        }
    }

    private static void checkRenamed(Recorded recorded, List<End> ends, String stdout) {
        long renamed = stdout.lines()
                .filter(line -> line.startsWith("renamed at "))
                .mapToLong(line -> Long.parseLong(line.substring("renamed at ".length())))
                .sum();
        List<Delay> before = recorded.delays(Names.BEFORE);
        List<Delay> after = recorded.delays(Names.AFTER);
        assertThat(before).isNotEmpty().allMatch(delay -> delay.end() < renamed + 5_000_000);
        // What is reported late, of a time before, has the name that the thread has by then.
        assertThat(after.stream().filter(delay -> delay.begin > renamed - PERIOD))
                .isNotEmpty();
        assertThat(after).extracting(delay -> delay.tid).containsOnly(before.get(0).tid);
        assertThat(recorded.delays(before.get(0).tid).stream()
                        .filter(delay -> delay.begin >= renamed && !delay.name.equals(Names.SAME)))
                .isNotEmpty()
                .allMatch(delay -> delay.name.equals(Names.AFTER));
        assertThat(ends.stream().filter(end -> end.tid == before.get(0).tid && !end.name.equals(Names.SAME)))
                .singleElement()
                .matches(end -> end.name.equals(Names.AFTER))
                .matches(end -> end.lifetime >= 1_000_000_000);
    }

    private void checkSame(Recorded recorded, List<End> ends) throws Exception {
        Map<Long, Lives.Life> lives = Lives.read(directory.resolve("same"));
        assertThat(lives).hasSize(SAME);
        List<End> same =
                ends.stream().filter(end -> end.name.equals(Names.SAME)).collect(Collectors.toList());
        assertThat(same).allMatch(end -> end.accountedBy.equals("thread"));
        assertThat(Lives.compare(lives, same, LAST_STEPS, LAST_SWITCHES, recorded.startError()))
                .hasSizeLessThan(SAME / 100);
        List<String> wrong = Lives.compare(lives, same, LAST_STEPS, MOST_LAST_SWITCHES, recorded.startError());
        assertThat(wrong)
                .as("%d of %d ends, the first", wrong.size(), same.size())
                .isEmpty();
        long tids = lives.values().stream().map(life -> life.tid).distinct().count();
        System.out.printf("%d threads of one name had %d tids%n", SAME, tids);
    }
}
