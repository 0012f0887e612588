package io.github.tidewatch.jmc.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Tidewatch;
import io.github.tidewatch.jmc.testing.TestEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;
import org.openjdk.jmc.flightrecorder.parser.IParserExtension;
import org.openjdk.jmc.flightrecorder.parser.ParserExtensionRegistry;

/** Rules and report take the same records for those of one thread. */
class IdentityJvmTest {
    private static final long STEP = 200;

    @TempDir
    Path directory;

    private final CountDownLatch done = new CountDownLatch(1);
    private final List<TestEvents.ThreadDelay> open = new ArrayList<>();
    private long committed;

    @Test
    void theThreadsOfHostileRecordsAreThoseOfTheReport() throws Exception {
        Thread old = started("old");
        Thread young = started("young");
        Thread renamed = started("renamed");
        Thread lost = started("lost");
        IItemCollection items = TestEvents.record(directory, () -> {
            record(101, old, "worker");
            record(102, renamed, "before");
            record(103, null, "native");
            record(104, lost, "lost");
            record(105, null, "first");
            record(106, null, "same");
            commit();
            record(101, young, "worker");
            record(102, renamed, "after");
            record(103, null, "named later");
            record(104, null, "lost");
            end(106, "same");
            commit();
            record(101, null, "worker");
            record(105, null, "second");
            record(106, null, "same");
            commit();
        });
        Path file = directory.resolve("test.jfr");
        done.countDown();
        List<String> reported = reported(file);
        assertThat(reported)
                .hasSize(9)
                .filteredOn(thread -> thread.startsWith("101 "))
                .hasSize(2);
        assertThat(ofRules(items)).isEqualTo(reported);
        List<IParserExtension> stock = ParserExtensionRegistry.getParserExtensions().stream()
                .filter(extension -> !extension.getClass().getName().startsWith("io.github.tidewatch"))
                .collect(Collectors.toList());
        assertThat(ofRules(JfrLoaderToolkit.loadEvents(List.of(file.toFile()), stock)))
                .as("without the extension of the parser")
                .isEqualTo(reported);
    }

    private Thread started(String name) {
        Thread thread = new Thread(
                () -> {
                    try {
                        done.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** From now until they are committed; each of another length, so that sums show which are in them. */
    private void record(long tid, Thread thread, String name) {
        committed = committed == 0 ? 1 : 2 * committed;
        TestEvents.ThreadDelay event = new TestEvents.ThreadDelay().of(name, tid, 0, 0, 0, 0);
        event.sampledThread = thread;
        event.userTime = committed;
        event.waitTime = STEP * 1_000_000 - committed;
        event.interval = STEP * 1_000_000;
        event.begin();
        open.add(event);
    }

    private void commit() throws InterruptedException {
        Thread.sleep(STEP);
        open.forEach(TestEvents.ThreadDelay::commit);
        open.clear();
        Thread.sleep(1);
    }

    /** Of a thread that lived for the last two steps. */
    private static void end(long tid, String name) {
        TestEvents.ThreadEnd event = new TestEvents.ThreadEnd();
        event.threadName = name;
        event.osThreadId = tid;
        event.lifetime = 2 * STEP * 1_000_000;
        event.commit();
    }

    private static List<String> ofRules(IItemCollection items) {
        return RuleInputReader.read(items).all().threads().stream()
                .map(thread -> thread.osThreadId() + " " + thread.name() + " "
                        + thread.onCpu().getAsLong())
                .sorted()
                .collect(Collectors.toList());
    }

    private static List<String> reported(Path file) throws Exception {
        String json = Tidewatch.here().run("report", "--json", "--top=1000", file.toString()).out;
        Matcher thread = Pattern.compile(
                        "(?s)\"name\": \"([^\"]*)\",\\s*\"osThreadId\": (\\d+),.*?\"userTime\": (\\d+)")
                .matcher(json.substring(json.indexOf("\"threads\": [")));
        List<String> threads = new ArrayList<>();
        while (thread.find()) {
            threads.add(thread.group(2) + " " + thread.group(1) + " " + thread.group(3));
        }
        threads.sort(null);
        return threads;
    }
}
