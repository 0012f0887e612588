package io.github.tidewatch.agent.cli.report;

import static io.github.tidewatch.agent.cli.report.TestEvents.nanos;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import java.nio.file.Path;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the report says of spans, of recordings with chosen numbers. */
class SpanReportTest {
    @TempDir
    Path directory;

    /** As the agent's, what is needed of it. Its length is the sum of the parts, however long the event took. */
    @Name("tidewatch.Span")
    @StackTrace(false)
    static final class Span extends Event {
        String name;
        String outer;
        String error;
        boolean recursive;

        @Timespan
        long userTime;

        @Timespan
        long systemTime;

        @Timespan
        long cpuDelay;

        @Timespan
        long blockIoDelay;

        @Timespan
        long waitTime;

        boolean complete = true;

        Span of(String called) {
            name = called;
            return this;
        }

        Span spent(long user, long system, long delay, long blockIo, long wait) {
            userTime = nanos(user);
            systemTime = nanos(system);
            cpuDelay = nanos(delay);
            blockIoDelay = nanos(blockIo);
            waitTime = nanos(wait);
            return this;
        }

        Span ended(String by) {
            error = by;
            return this;
        }
    }

    /** As the agent defines it where the host gives no block I/O. */
    @Name("tidewatch.Span")
    @StackTrace(false)
    static final class SpanWithoutBlockIo extends Event {
        String name;

        @Timespan
        long userTime;

        @Timespan
        long systemTime;

        @Timespan
        long cpuDelay;

        @Timespan
        long waitTime;

        boolean complete = true;
    }

    private static String words(Ran ran) {
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran.out().replaceAll("\\s+", " ");
    }

    private static JsonArray json(Path file, String... more) {
        String[] words = new String[more.length + 4];
        System.arraycopy(new String[] {"report", "--spans", "--json", file.toString()}, 0, words, 0, 4);
        System.arraycopy(more, 0, words, 4, more.length);
        Ran ran = Ran.tidewatch(words);
        assertThat(ran.code()).as(ran.err()).isZero();
        return JsonParser.parseString(ran.out()).getAsJsonObject().getAsJsonArray("spans");
    }

    private static long number(JsonObject of, String field) {
        return of.get(field).getAsLong();
    }

    /** 1000 orders of 20 ms, of which ten waited 380 ms for a CPU and 20 ms for a disk; and a few others. */
    private void orders() {
        for (int i = 0; i < 1000; i++) {
            boolean slow = i % 100 == 7;
            new Span()
                    .of("order")
                    .spent(8, 2, slow ? 380 : 0, slow ? 20 : 0, 10)
                    .ended(i == 3 ? "java.io.IOException" : null)
                    .commit();
        }
        new Span().of("other").spent(30, 0, 0, 0, 0).ended("left open").commit();
    }

    @Test
    void whatTheSlowestHundredthHasMoreOfThanTheOthersIsASentence() throws Exception {
        Path file = TestEvents.record(directory, this::orders);
        String text = words(Ran.tidewatch("report", "--spans", file.toString()));
        assertThat(text)
                .contains("order: 1000 spans, ")
                .contains(
                        " a second, 1 ended by an exception p50 20 ms, p90 20 ms, p99 20 ms, p99.9 420 ms, longest 420 ms")
                .contains(
                        "The slowest 1 % (10) took 420 ms on average, 21 times as long as those around the median. Of what"
                                + " they took longer, they spent 95 % waiting for a CPU.")
                .contains("around median 100 20 ms 8.0 ms 2.0 ms 0 s 0 s 10 ms")
                .contains("slowest 10 % 100 60 ms 8.0 ms 2.0 ms 38 ms 2.0 ms 10 ms")
                .contains("slowest 1 % 10 420 ms 8.0 ms 2.0 ms 380 ms 20 ms 10 ms")
                .contains("other: 1 span, ")
                .contains("1 left open")
                .contains("Too few spans to say what slow ones have in common: 1, of 20 that it takes.");
    }

    @Test
    void jsonHasTheSumsOfEachBandAndTheTenSlowestWithTimeAndThread() throws Exception {
        Path file = TestEvents.record(directory, this::orders);
        JsonArray spans = json(file);
        assertThat(spans).hasSize(2);
        JsonObject orders = spans.get(0).getAsJsonObject();
        assertThat(number(orders, "count")).isEqualTo(1000);
        assertThat(number(orders, "errors")).isEqualTo(1);
        assertThat(number(orders.getAsJsonObject("all"), "time")).isEqualTo(nanos(20_000 + 4000));
        JsonObject slowest1 = orders.getAsJsonObject("slowest1");
        assertThat(number(slowest1, "count")).isEqualTo(10);
        assertThat(number(slowest1, "cpuDelay")).isEqualTo(nanos(3800));
        assertThat(number(slowest1, "blockIoDelay")).isEqualTo(nanos(200));
        assertThat(number(orders.getAsJsonObject("slowest10"), "count")).isEqualTo(100);
        assertThat(number(orders.getAsJsonObject("slowest10"), "cpuDelay")).isEqualTo(nanos(3800));
        assertThat(number(orders.getAsJsonObject("aroundMedian"), "count")).isEqualTo(100);
        assertThat(number(orders.getAsJsonObject("aroundMedian"), "cpuDelay")).isZero();
        assertThat(number(orders, "p50")).isBetween(nanos(20), nanos(20) * 1001 / 1000);
        assertThat(number(orders, "longest")).isBetween(nanos(420), nanos(420) * 1001 / 1000);
        JsonArray slowest = orders.getAsJsonArray("slowest");
        assertThat(slowest).hasSize(10);
        slowest.forEach(each -> {
            JsonObject span = each.getAsJsonObject();
            assertThat(number(span, "time")).isEqualTo(nanos(420));
            assertThat(span.get("thread").getAsString())
                    .isEqualTo(Thread.currentThread().getName());
            assertThat(number(span, "osThreadId")).isPositive();
            assertThat(span.get("begin").getAsString()).contains("T");
        });
        assertThat(number(spans.get(1).getAsJsonObject(), "leftOpen")).isEqualTo(1);
    }

    @Test
    void ofSpansThatTookEquallyLongAHundredthIsAHundredthAndNoneIsSlow() throws Exception {
        Path file = TestEvents.record(directory, () -> {
            for (int i = 0; i < 1000; i++) {
                new Span().of("same").spent(25, 0, 0, 0, 0).commit();
            }
        });
        JsonObject same = json(file).get(0).getAsJsonObject();
        assertThat(number(same.getAsJsonObject("slowest1"), "count")).isEqualTo(10);
        assertThat(number(same.getAsJsonObject("slowest10"), "count")).isEqualTo(100);
        assertThat(number(same.getAsJsonObject("aroundMedian"), "count")).isEqualTo(100);
        assertThat(same.get("sentence").getAsString())
                .isEqualTo("The slowest 1 % (10) took 25 ms on average, about as long as those around the median.");
    }

    @Test
    void whatSlowSpansWaitedForIsNamedByFlightRecordersOwnEventsOfTheirThread() throws Exception {
        Path file = directory.resolve("waits.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(Span.class);
            recording.enable("jdk.ThreadSleep").withoutThreshold().withStackTrace();
            recording.start();
            for (int i = 0; i < 20; i++) {
                new Span().of("load").spent(20, 0, 0, 0, 0).commit();
            }
            Thread other = new Thread(() -> {
                TestEvents.sleep(50); // before all of the spans: nobody waited for it
                for (int i = 0; i < 3; i++) {
                    Span span = new Span().of("load");
                    span.begin();
                    long begin = System.nanoTime();
                    TestEvents.sleep(200);
                    span.end();
                    span.spent(0, 0, 0, 0, 0);
                    span.waitTime = System.nanoTime() - begin;
                    span.commit();
                }
            });
            other.start();
            other.join();
            recording.stop();
            recording.dump(file);
        }
        JsonObject load = json(file).get(0).getAsJsonObject();
        assertThat(load.get("sentence").getAsString())
                .startsWith("The slowest 10 % (3) took ")
                .contains(" waiting voluntarily (", " % of that asleep: " + TestEvents.class.getName() + ".sleep)");
        JsonObject wait = load.getAsJsonObject("slowest10")
                .getAsJsonArray("waitedFor")
                .get(0)
                .getAsJsonObject();
        assertThat(wait.get("kind").getAsString()).isEqualTo("sleepWait");
        assertThat(number(wait, "time")).isBetween(nanos(590), number(load.getAsJsonObject("slowest10"), "waitTime"));
        assertThat(load.getAsJsonObject("aroundMedian").getAsJsonArray("waitedFor"))
                .isEmpty();
    }

    @Test
    void unknownBlockIoIsNoZero() throws Exception {
        Path file = TestEvents.record(directory, () -> {
            for (int i = 0; i < 30; i++) {
                SpanWithoutBlockIo span = new SpanWithoutBlockIo();
                span.name = "unknown";
                span.userTime = nanos(20);
                span.waitTime = nanos(i < 27 ? 0 : 300);
                span.commit();
            }
        });
        JsonObject unknown = json(file).get(0).getAsJsonObject();
        assertThat(unknown.getAsJsonObject("all").has("blockIoDelay")).isFalse();
        assertThat(unknown.get("sentence").getAsString())
                .endsWith("they spent 100 % waiting voluntarily or for block I/O, which is unknown.");
        assertThat(words(Ran.tidewatch("report", "--spans", file.toString())))
                .contains("all 30 50 ms 20 ms 0 s 0 s ? 30 ms");
        Path partly = TestEvents.record(directory, "partly.jfr", () -> {
            Span span = new Span().of("partly").spent(20, 0, 0, 0, 5);
            span.complete = false;
            span.commit();
            new Span().of("partly").spent(20, 0, 0, 5, 0).commit();
        });
        assertThat(json(partly).get(0).getAsJsonObject().getAsJsonObject("all").has("blockIoDelay"))
                .isFalse();
    }

    @Test
    void oneSpanWithUnknownBlockIoDoesNotHideThatOfTheOthers() throws Exception {
        Path file = TestEvents.record(directory, () -> {
            for (int i = 0; i < 100; i++) {
                Span span = new Span().of("read").spent(20, 0, 0, i % 10 == 9 ? 200 : 0, 0);
                if (i == 99) {
                    span.spent(20, 0, 0, 0, 200);
                    span.complete = false;
                }
                span.commit();
            }
        });
        assertThat(json(file).get(0).getAsJsonObject().get("sentence").getAsString())
                .endsWith("they spent at least 90 % waiting for block I/O.");
        assertThat(words(Ran.tidewatch("report", "--spans", file.toString())))
                .contains("slowest 10 % 10 220 ms 20 ms 0 s 0 s >=180 ms 20 ms");
    }

    @Test
    void whereBlockIoIsUnknownOfAllAroundTheMedianTheSlowOnesMayHaveNoMoreOfIt() throws Exception {
        Path file = TestEvents.record(directory, () -> {
            for (int i = 0; i < 100; i++) {
                Span span = new Span().of("read");
                boolean isSlow = i % 10 == 9;
                span.spent(20, 0, 0, isSlow ? 15 : 0, 10);
                span.complete = isSlow;
                span.commit();
            }
        });
        assertThat(json(file).get(0).getAsJsonObject().get("sentence").getAsString())
                .endsWith("they spent at least 33 % waiting for block I/O.");
    }

    @Test
    void aSpanWithinOneOfTheSameNameIsNotCountedTwice() throws Exception {
        Path file = TestEvents.record(directory, () -> {
            Span inner = new Span().of("again").spent(30, 0, 0, 0, 0);
            inner.recursive = true;
            inner.commit();
            new Span().of("again").spent(50, 0, 0, 0, 0).commit();
        });
        JsonObject again = json(file).get(0).getAsJsonObject();
        assertThat(number(again, "count")).isEqualTo(1);
        assertThat(number(again, "recursive")).isEqualTo(1);
        assertThat(number(again.getAsJsonObject("all"), "time")).isEqualTo(nanos(50));
    }

    @Test
    void namesOfSpansSteerNoTerminalAndAreBounded() throws Exception {
        Path file = TestEvents.record(directory, () -> {
            new Span()
                    .of("evil\u001b[2J\n" + "x".repeat(10_000))
                    .spent(30, 0, 0, 0, 0)
                    .commit();
            for (int i = 0; i < 1000; i++) {
                new Span().of("name " + i).spent(20, 0, 0, 0, 0).commit();
            }
        });
        String text = words(Ran.tidewatch("report", "--spans", "--top", "3", file.toString()));
        assertThat(text)
                .doesNotContain("\u001b")
                .contains("(spans of further names): 801 spans")
                .contains(" more names");
        assertThat(json(file)).hasSize(201);
    }

    @Test
    void onlyThreadsAndTimesThatAreAskedForCount() throws Exception {
        Path file = TestEvents.record(directory, this::orders);
        String own = Thread.currentThread().getName();
        assertThat(number(json(file, "--thread", own).get(0).getAsJsonObject(), "count"))
                .isEqualTo(1000);
        Ran none = Ran.tidewatch("report", "--spans", "--thread", "nobody", file.toString());
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("has no span that was asked for", "--thread leave out all");
    }

    @Test
    void whyThereIsNoSpanIsSaid() throws Exception {
        Path file = TestEvents.record(directory, () -> new TestEvents.ThreadDelay()
                .of(null, "worker", 11)
                .spent(1, 0, 0, 0, 999)
                .commit());
        Ran ran = Ran.tidewatch("report", "--spans", file.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .contains(file + " has no span that was asked for")
                .contains("+tidewatch.Span#threshold=1ms", "the agent's option spans");
    }

    @Test
    void spansAreTextOrJson() {
        Ran html = Ran.tidewatch("report", "--spans", "--html", "x.html", "x.jfr");
        assertThat(html.code()).isEqualTo(2);
        assertThat(html.err()).contains("--spans cannot be combined with --html");
        Ran limits = Ran.tidewatch("report", "--spans", "--assert", "cpuDelay(*) < 5 %", "x.jfr");
        assertThat(limits.code()).isEqualTo(2);
        assertThat(limits.err()).contains("--assert cannot be combined with --spans");
    }
}
