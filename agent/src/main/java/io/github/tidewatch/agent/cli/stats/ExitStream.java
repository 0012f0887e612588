package io.github.tidewatch.agent.cli.stats;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.console.JsonText;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Style;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.taskstats.DelayKind;
import io.github.tidewatch.taskstats.ExitedTask;
import io.github.tidewatch.taskstats.TaskScope;
import io.github.tidewatch.taskstats.TaskStats;
import io.github.tidewatch.taskstats.TaskstatsClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Prints threads as they exit, until it is stopped (SIGINT, SIGTERM) or the time is up; then how many were lost. */
final class ExitStream {
    /** What arrives while lines are printed waits here; past rmem_max, which this client may. */
    private static final int BUFFER = 4 * 1024 * 1024;

    private static final Duration WAIT = Duration.ofMillis(100);
    private static final int TITLE = 32;
    private static final int NUMBER = 12;

    private final TaskstatsClient client;
    private final Screen screen;
    private final boolean json;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;
    private DelayAccounting delayAccounting;
    private long onSince;
    private long seen;

    ExitStream(TaskstatsClient client, Screen screen, boolean json) {
        this.client = client;
        this.screen = screen;
        this.json = json;
    }

    /**
     * Listens.
     *
     * @param length null to listen until stopped
     */
    void run(String cpus, Duration length) throws IOException, InterruptedException {
        client.setReceiveBufferSize(BUFFER);
        client.registerCpumask(cpus);
        watchDelayAccounting();
        Thread stop = new Thread(this::stop, "tidewatch stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            if (!json) {
                screen.out().println(screen.styled(Style.BOLD, header()));
                screen.flush();
            }
            long end = length == null ? Long.MAX_VALUE : System.nanoTime() + length.toNanos();
            while (!stopped && screen.failure() == null && (length == null || System.nanoTime() - end < 0)) {
                Optional<ExitedTask> exited = client.listenRegistered(WAIT);
                if (exited.isPresent()) {
                    print(exited.get());
                } else {
                    screen.flush();
                    watchDelayAccounting();
                }
            }
            summary();
        } finally {
            ended.countDown();
            if (!stopped) {
                Runtime.getRuntime().removeShutdownHook(stop);
            }
        }
    }

    /** In the JVM's shutdown, which waits for this: the last words are still said. */
    private void stop() {
        stopped = true;
        try {
            ended.await(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void summary() throws IOException {
        long lost = client.exitsLost();
        if (json) {
            StringWriter text = new StringWriter();
            try (JsonWriter writer = JsonText.to(text)) {
                writer.beginObject().name("seen").value(seen);
                writer.name("lost").value(lost).endObject();
            }
            screen.jsonLine(text.toString());
        } else {
            screen.out()
                    .println(seen + " threads exited, " + lost + " more were lost"
                            + (lost == 0
                                    ? ""
                                    : ": the kernel had no room for them, as they exited faster than they were read"));
        }
        screen.flush();
    }

    private void watchDelayAccounting() {
        DelayAccounting now = DelayAccounting.now();
        if (now != delayAccounting) {
            delayAccounting = now;
            onSince = System.nanoTime();
        }
    }

    /** A task that began while this listened, with delay accounting on, has it from its first moment. */
    private boolean isAccounted(TaskStats stats) {
        return delayAccounting == DelayAccounting.ON
                && stats.scope() == TaskScope.THREAD
                && stats.elapsedTime().isPresent()
                && stats.elapsedTime().get().toNanos() < System.nanoTime() - onSince - WAIT.toNanos();
    }

    private void print(ExitedTask exited) throws IOException {
        seen++;
        for (TaskStats stats : exited.records()) {
            Query query = Query.of(stats);
            if (json) {
                StringWriter text = new StringWriter();
                try (JsonWriter writer = JsonText.to(text)) {
                    JsonFormat.write(writer, query, isAccounted(stats));
                }
                screen.jsonLine(text.toString());
            } else {
                printLine(query, stats);
            }
        }
    }

    private static String header() {
        return Text.left("Task (times in ms)", TITLE) + cells("elapsed", "on cpu", "d:cpu", "d:bio", "exit");
    }

    private void printLine(Query query, TaskStats stats) {
        Delays delays = new Delays(stats, isAccounted(stats));
        PrintWriter out = screen.out();
        out.println(Text.left(Text.fit(Text.printable(query.title()), TITLE), TITLE)
                + cells(
                        stats.elapsedTime()
                                .map(time -> Text.millis(time.toNanos()))
                                .orElse(Text.NONE),
                        stats.cpuTime().map(time -> Text.millis(time.toNanos())).orElse(Text.NONE),
                        delays.total(DelayKind.CPU),
                        delays.total(DelayKind.BLOCK_IO),
                        exit(stats)));
    }

    /** As a shell reports it: the status, or 128 and the signal. Threads but the last have their process's. */
    private static String exit(TaskStats stats) {
        if (stats.scope() == TaskScope.GROUP || stats.identity().exitCode().isEmpty()) {
            return "";
        }
        int code = stats.identity().exitCode().getAsInt();
        return Integer.toString((code & 0x7f) != 0 ? 128 + (code & 0x7f) : code >> 8);
    }

    private static String cells(String... cells) {
        StringBuilder line = new StringBuilder();
        for (String cell : cells) {
            line.append(' ').append(Text.right(cell, NUMBER));
        }
        return line.toString();
    }
}
