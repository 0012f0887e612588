package io.github.tidewatch.benchmarks;

import static io.github.tidewatch.benchmarks.jvm.WholeCost.CPU;
import static io.github.tidewatch.benchmarks.jvm.WholeCost.HEAP;
import static io.github.tidewatch.benchmarks.jvm.WholeCost.RECORDING;
import static io.github.tidewatch.benchmarks.jvm.WholeCost.RESIDENT;

import io.github.tidewatch.benchmarks.jvm.HttpLoad;
import io.github.tidewatch.benchmarks.jvm.Installation;
import io.github.tidewatch.benchmarks.jvm.LateStart;
import io.github.tidewatch.benchmarks.jvm.PassPrice;
import io.github.tidewatch.benchmarks.jvm.StartUp;
import io.github.tidewatch.benchmarks.jvm.WholeCost;
import io.github.tidewatch.benchmarks.jvm.With;
import io.github.tidewatch.benchmarks.kernel.QueryPrice;
import io.github.tidewatch.benchmarks.measure.Rounds;
import io.github.tidewatch.benchmarks.measure.Spread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is measured, chapter by chapter, with the targets. */
final class Chapters {
    /** Fills a chapter. */
    interface Author {
        Chapter write() throws Exception;
    }

    private static final String RATIO = "ratio";
    private static final String PERCENT = "% of a CPU";

    private final Path java;
    private final Scale scale;
    private final Path scratch;
    private final Machine machine;

    Chapters(Path java, Scale scale, Path scratch, Machine machine) {
        this.java = java;
        this.scale = scale;
        this.scratch = scratch;
        this.machine = machine;
    }

    /** In the order in which they are measured; by name. */
    Map<String, Author> all() {
        Map<String, Author> all = new LinkedHashMap<>();
        all.put("jar", this::jar);
        all.put("query", this::query);
        all.put("pass", this::pass);
        all.put("causes", () -> CauseChapter.write(java, scale, scratch, machine));
        all.put("crowd", this::crowd);
        all.put("large-crowd", this::largeCrowd);
        all.put("peers", this::peers);
        all.put("server", this::server);
        all.put("start-up", this::startUp);
        all.put("attach", this::attach);
        all.put("spans", () -> SpanChapter.write(java, scale, machine));
        all.put("parts", () -> PartsChapter.write(java, scale, machine));
        return all;
    }

    private Chapter jar() throws Exception {
        Chapter chapter = new Chapter("The jar", "Its size.", machine);
        chapter.add(new Line(
                "tidewatch.jar", "MB", Spread.of(Files.size(Installation.tidewatch()) / 1e6), Target.atMost(8)));
        return chapter;
    }

    private Chapter query() throws Exception {
        int threads = scale.of(1000, 100);
        // Short turns: few of them are hit by what others on the host do, and hardly ever two that are compared.
        Rounds rounds = QueryPrice.measure(threads, 2, scale.of(200, 3), scratch);
        Chapter chapter = new Chapter(
                "The kernel's own price",
                "CPU time for asking taskstats about " + threads
                        + " threads that wait, by Tidewatch's client and by a program"
                        + " in C about the same threads, in turn.",
                machine);
        boolean c = rounds.has(QueryPrice.C_BATCHED);
        chapter.add(new Line(
                "Java, 64 in a datagram, against C, the same",
                RATIO,
                c ? rounds.ratio(QueryPrice.JAVA_BATCHED, QueryPrice.C_BATCHED) : null,
                Target.atMost(1.25)));
        chapter.add(new Line(
                "Java, 64 in a datagram, against C, one in a datagram",
                RATIO,
                c ? rounds.ratio(QueryPrice.JAVA_BATCHED, QueryPrice.C_SINGLE) : null,
                Target.atMost(0.65)));
        for (String subject : rounds.subjects()) {
            chapter.add(new Line(subject, "ns a thread", rounds.of(subject), null));
        }
        return chapter;
    }

    private Chapter pass() throws Exception {
        int threads = scale.of(1000, 50);
        Rounds rounds =
                PassPrice.measure(java, threads, scale.of(3000, 1500), scale.of(7, 1), scale.of(3000, 100), scratch);
        Chapter chapter = new Chapter(
                "A sample of all threads",
                "Every 100 ms, with mapping, I/O counts, and events; " + threads
                        + " threads, one in ten active. CPU time by Tidewatch's own account, others' by the clock of their"
                        + " thread, in turn in one JVM.",
                machine);
        chapter.add(
                new Line("Tidewatch, for each thread", "µs", in(1e3, rounds, PassPrice.TIDEWATCH), Target.atMost(3.5)));
        chapter.add(new Line(
                "Tidewatch against the procfs reader",
                RATIO,
                rounds.ratio(PassPrice.TIDEWATCH, PassPrice.READER),
                Target.atMost(0.1)));
        for (String subject :
                List.of(PassPrice.TIDEWATCH_THREAD, PassPrice.READER, PassPrice.READER_BARE, PassPrice.CPU_LOAD)) {
            chapter.add(new Line(subject + ", for each thread", "µs", in(1e3, rounds, subject), null));
        }
        chapter.add(new Line("Tidewatch, one sample", "ms of wall time", rounds.of(PassPrice.PASS_MILLIS), null));
        chapter.add(
                new Line("Tidewatch, heap for each thread", "bytes allocated", rounds.of(PassPrice.ALLOCATED), null));
        return chapter;
    }

    private static Spread in(double unit, Rounds rounds, String subject) {
        return rounds.scaled(subject, 1 / unit);
    }

    private Chapter crowd() throws Exception {
        int threads = scale.of(500, 50);
        Rounds rounds = whole(threads, 8000, 2100).measure(scale.of(5, 1), List.of(With.NOTHING, With.TIDEWATCH));
        return whole(threads, rounds, 0.3);
    }

    private Chapter peers() throws Exception {
        int threads = scale.of(500, 50);
        List<With> which = new ArrayList<>(
                scale == Scale.FULL ? List.of(With.values()) : List.of(With.NOTHING, With.ASYNC_PROFILER_WALL));
        if (!WholeCost.isPidstatThere()) {
            which.remove(With.PIDSTAT);
        }
        Rounds rounds = whole(threads, 6000, 300).measure(scale.of(2, 1), which);
        Chapter chapter = new Chapter(
                "Others, " + threads + " threads",
                "As above, each less a JVM that only records. ThreadCPULoad, the procfs reader and pidstat sample every second;"
                        + " async-profiler samples at its own defaults, which answers another question.",
                machine);
        for (With with : which) {
            if (with != With.NOTHING) {
                chapter.add(new Line(with.label(), PERCENT, rounds.difference(with + CPU, With.NOTHING + CPU), null));
            }
        }
        return chapter;
    }

    private WholeCost whole(int threads, int millis, int quick) {
        return new WholeCost(java, threads, scale.of(millis, quick), scale.of(3000, 100), scratch);
    }

    private Chapter largeCrowd() throws Exception {
        int threads = scale.of(10_000, 100);
        Rounds rounds = whole(threads, 10_000, 2100).measure(scale.of(4, 1), List.of(With.NOTHING, With.TIDEWATCH));
        Chapter chapter = whole(threads, rounds, 4);
        chapter.add(new Line(
                "Tidewatch, one sample", "ms of wall time", rounds.of(WholeCost.PASS_MILLIS), Target.atMost(40)));
        chapter.add(new Line(
                "resident memory outside the heap, with Tidewatch less without",
                "MB",
                rounds.difference(With.TIDEWATCH + RESIDENT, With.NOTHING + RESIDENT),
                Target.atMost(60)));
        return chapter;
    }

    private Chapter whole(int threads, Rounds rounds, double limit) {
        Chapter chapter = new Chapter(
                threads + " threads every second",
                "JVMs in turn that record with JFR's default settings, one thread in ten active four times a second, after"
                        + " a warm-up. CPU time of the process, without the JIT compilers, which are done some day.",
                machine);
        chapter.add(new Line(
                "Tidewatch, process with it less without",
                PERCENT,
                rounds.difference(With.TIDEWATCH + CPU, With.NOTHING + CPU),
                Target.atMost(limit)));
        chapter.add(new Line(
                "JIT compilers, with it less without",
                PERCENT,
                rounds.difference(With.TIDEWATCH + WholeCost.COMPILERS, With.NOTHING + WholeCost.COMPILERS),
                null));
        chapter.add(
                new Line("Tidewatch by its own account", PERCENT, rounds.of(WholeCost.OVERHEAD), Target.atMost(limit)));
        chapter.add(new Line("process without it", PERCENT, rounds.of(With.NOTHING + CPU), null));
        chapter.add(
                new Line("Tidewatch, for each thread and sample", "µs", in(1e3, rounds, WholeCost.PER_THREAD), null));
        chapter.add(new Line(
                "live heap, with Tidewatch less without",
                "MB",
                rounds.difference(With.TIDEWATCH + HEAP, With.NOTHING + HEAP),
                null));
        chapter.add(new Line(
                "recording, for each thread and hour",
                "kB",
                rounds.scaled(With.TIDEWATCH + RECORDING, 1e-3 / threads),
                null));
        return chapter;
    }

    private Chapter server() throws Exception {
        Rounds rounds = new HttpLoad(java, scratch, scale.of(1000, 200))
                .measure(scale.of(5, 1), scale.of(12, 2), scale.of(6000, 300), List.of(With.NOTHING, With.TIDEWATCH));
        Chapter chapter = new Chapter(
                "A server under load",
                "The JDK's HTTP server, 32 threads, recorded with JFR's default settings, asked by four connections of a"
                        + " second process without pause; servers with and without Tidewatch in turn for a second each.",
                machine);
        String with = With.TIDEWATCH.toString();
        String without = With.NOTHING.toString();
        chapter.add(new Line(
                "throughput, with Tidewatch against without",
                RATIO,
                rounds.ratio(with + HttpLoad.THROUGHPUT, without + HttpLoad.THROUGHPUT),
                Target.atLeast(0.99)));
        chapter.add(new Line(
                "99th percentile, with Tidewatch against without",
                RATIO,
                rounds.ratio(with + HttpLoad.P99, without + HttpLoad.P99),
                Target.atMost(1.01)));
        chapter.add(new Line(
                "CPU time of a request, with Tidewatch against without",
                RATIO,
                rounds.ratio(with + HttpLoad.CPU, without + HttpLoad.CPU),
                Target.atMost(1.01)));
        chapter.add(
                new Line("throughput without", "requests a second", rounds.of(without + HttpLoad.THROUGHPUT), null));
        chapter.add(new Line("99th percentile without", "µs", rounds.of(without + HttpLoad.P99), null));
        chapter.add(new Line("CPU time of a request without", "µs", rounds.of(without + HttpLoad.CPU), null));
        return chapter;
    }

    private Chapter startUp() throws Exception {
        StartUp startUp = new StartUp(java, scratch);
        Rounds rounds = startUp.measure(scale.of(30, 1));
        Chapter chapter = new Chapter(
                "Start-up",
                "A JVM that says hello, from its start to its end, in turn with a JVM of an agent that does nothing.",
                machine);
        for (String recording : List.of("", StartUp.RECORDING)) {
            String with = StartUp.TIDEWATCH + recording;
            String without = StartUp.EMPTY + recording;
            String state = recording.isEmpty() ? "no recording" : "recording";
            chapter.add(new Line(
                    state + ": with Tidewatch less with an empty agent",
                    "ms of wall time",
                    rounds.difference(with, without),
                    Target.atMost(recording.isEmpty() ? 15 : 40)));
            chapter.add(new Line(
                    state + ": the same",
                    "ms of CPU time",
                    rounds.difference(with + StartUp.CPU, without + StartUp.CPU),
                    null));
            chapter.add(new Line(state + ": with an empty agent", "ms of wall time", rounds.of(without), null));
            chapter.add(
                    new Line(state + ": with no agent", "ms of wall time", rounds.of(StartUp.BARE + recording), null));
        }
        chapter.add(new Line(
                "JVMs in which a thread's end is seen from the first line of main on",
                "of 1",
                startUp.hookActive(scale.of(20, 1), scale.of(1500, 400)).mean(StartUp.HOOK),
                Target.atLeast(1)));
        return chapter;
    }

    private Chapter attach() throws Exception {
        int threads = scale.of(500, 50);
        Rounds rounds = new LateStart(java, threads, scale.of(5000, 600)).measure(scale.of(5, 1));
        Chapter chapter = new Chapter(
                "Attached to a running JVM",
                "The longest that a thread of an application of " + threads
                        + " active ones was kept from running, other"
                        + " than for want of a CPU, from the loading of the agent on until it had been recorded for"
                        + " seconds; in turn with an agent that does nothing, recorded as well.",
                machine);
        chapter.add(new Line(
                "longest pause, with Tidewatch less without",
                "ms",
                rounds.difference(With.TIDEWATCH.toString(), With.NOTHING.toString()),
                Target.atMost(20)));
        chapter.add(new Line("longest pause, with Tidewatch", "ms", rounds.of(With.TIDEWATCH.toString()), null));
        chapter.add(new Line("longest pause, without", "ms", rounds.of(With.NOTHING.toString()), null));
        return chapter;
    }
}
