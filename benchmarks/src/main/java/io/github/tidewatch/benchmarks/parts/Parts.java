package io.github.tidewatch.benchmarks.parts;

import io.github.tidewatch.benchmarks.jvm.Installation;
import io.github.tidewatch.benchmarks.jvm.With;
import io.github.tidewatch.benchmarks.measure.Spread;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this package. */
public final class Parts {
    private static final String OPENS = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    private Parts() {}

    /** What one of them takes. Immutable. */
    public static final class Part {
        private final Spread value;
        private final String unit;

        Part(Spread value, String unit) {
            this.value = value;
            this.unit = unit;
        }

        public Spread value() {
            return value;
        }

        public String unit() {
            return unit;
        }
    }

    /**
     * Runs all of them.
     *
     * @param once only once each, to see that they work
     */
    public static Map<String, Part> measure(Path java, boolean once) throws RunnerException {
        Map<String, Part> parts = new LinkedHashMap<>();
        run(java, once, once ? "QueryBenchmark" : "(Query|Procfs|Pass|Event)Benchmark", OPENS, "")
                .forEach(parts::put);
        if (!once) {
            run(java, once, "ThreadExitBenchmark", "-javaagent:" + Installation.ownJar(), ", empty agent")
                    .forEach(parts::put);
        }
        run(java, once, "ThreadExitBenchmark", "-javaagent:" + Installation.tidewatch(), ", Tidewatch")
                .forEach(parts::put);
        return parts;
    }

    /**
     * Runs those of methods that are spans.
     *
     * @param once only once each, to see that they work
     */
    public static Map<String, Part> measureSpans(Path java, boolean once) throws RunnerException {
        String agent = "-javaagent:" + Installation.tidewatch() + "=" + SpanBenchmark.OPTION;
        return run(java, once, "(Recorded)?SpanBenchmark", agent, "");
    }

    private static double[] iterations(RunResult result) {
        return result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                .toArray();
    }

    private static Map<String, Part> run(Path java, boolean once, String which, String option, String suffix)
            throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(Parts.class.getPackageName() + "." + which
                        + (once ? ".(batched|startAndJoin|plainCall|wovenCall|shortSpan)$" : ""))
                .jvm(java.toString())
                .jvmArgs(option, With.QUIET)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .forks(once ? 1 : 2)
                .warmupIterations(once ? 0 : 3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(once ? 1 : 5)
                .measurementTime(once ? TimeValue.milliseconds(50) : TimeValue.seconds(1));
        Collection<RunResult> results = new Runner(options.build()).run();
        Map<String, Part> parts = new LinkedHashMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            parts.put(
                    name.substring(Parts.class.getPackageName().length() + 1) + suffix,
                    new Part(
                            Spread.of(iterations(result)),
                            result.getPrimaryResult().getScoreUnit()));
        }
        return parts;
    }
}
