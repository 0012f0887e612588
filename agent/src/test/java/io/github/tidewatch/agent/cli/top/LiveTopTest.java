package io.github.tidewatch.agent.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.console.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keys, driven in a terminal that is emulated: what is asserted is what a user would see on it. */
class LiveTopTest {
    private static final int COLUMNS = 120;
    private static final int ROWS = 12;

    private final ScreenTerminal emulated = new ScreenTerminal(COLUMNS, ROWS);
    private final AtomicInteger taken = new AtomicInteger();
    private volatile boolean ended;
    private LineDisciplineTerminal terminal;
    private CompletableFuture<Boolean> run;

    @BeforeEach
    void start() throws IOException {
        OutputStream master = new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                synchronized (emulated) {
                    emulated.write(new String(bytes, from, length, StandardCharsets.UTF_8));
                }
            }
        };
        terminal = new LineDisciplineTerminal("test", "xterm", master, StandardCharsets.UTF_8);
        terminal.setSize(Size.of(COLUMNS, ROWS));
        Screen screen = Screen.of(new ByteArrayOutputStream(), new ByteArrayOutputStream(), COLUMNS);
        View view = new View(screen, "top", tid -> 'S', null);
        LiveTop.Source source = new LiveTop.Source() {
            @Override
            public Snapshot next() {
                return ended ? null : snapshot(taken.incrementAndGet());
            }

            @Override
            public boolean wantsRecheck() {
                return false;
            }

            @Override
            public void recheck() {}
        };
        run = CompletableFuture.supplyAsync(() -> {
            try {
                return new LiveTop(terminal, view, source, 100).run();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        awaitScreen(lines -> lines.get(0).contains("4 threads"));
    }

    @AfterEach
    void stop() throws IOException {
        ended = true;
        terminal.close();
    }

    @Test
    void showsTheMostDelayedFirstAndSortsByKeys() throws Exception {
        // The head of the screen is there before the rows are.
        awaitScreen(lines -> names(lines).equals(List.of("worker-2", "worker-1", "reader-3", "idle")));
        type("c");
        awaitScreen(lines -> names(lines).equals(List.of("worker-1", "worker-2", "reader-3", "idle")));
        type("b");
        awaitScreen(lines -> names(lines).get(0).equals("reader-3"));
        type("n");
        awaitScreen(lines -> names(lines).equals(List.of("idle", "reader-3", "worker-1", "worker-2")));
        type("r");
        awaitScreen(lines -> names(lines).equals(List.of("worker-2", "worker-1", "reader-3", "idle")));
        assertThat(screen().get(3)).contains("sorted by name (reversed)");
    }

    @Test
    void groupsSumThreadsWhoseNamesDifferInNumbers() throws Exception {
        type("g");
        awaitScreen(lines -> lines.get(3).contains("3 groups") && names(lines).size() == 3);
        assertThat(screen().get(5).trim()).startsWith("2 ").contains("110.0").endsWith("worker-*");
        assertThat(names(screen()))
                .as("of one thread its own name")
                .contains("reader-3")
                .doesNotContain("reader-*");
    }

    @Test
    void filterIsTypedCorrectedKeptAndDropped() throws Exception {
        type("/workx\u007f");
        awaitScreen(lines -> lines.get(3).contains("filter: work_"));
        type("\r");
        awaitScreen(lines -> lines.get(3).startsWith("2 rows") && lines.get(3).contains("filter: work "));
        awaitScreen(lines -> names(lines).equals(List.of("worker-2", "worker-1")));
        type("/\u001b");
        awaitScreen(lines -> names(lines).size() == 4);
    }

    @Test
    void aThreadWithoutAVisibleNameIsShownInQuotationMarks() {
        Snapshot snapshot = snapshot(1);
        snapshot.rows.get(0).name = "";
        snapshot.rows.get(1).name = "  ";
        Screen screen = Screen.of(new ByteArrayOutputStream(), new ByteArrayOutputStream(), COLUMNS);

        assertThat(new View(screen, "top", tid -> 'S', null).lines(snapshot, new ViewState(), COLUMNS, 0))
                .anyMatch(line -> line.endsWith(" \"\""))
                .anyMatch(line -> line.endsWith(" \"  \""));
    }

    @Test
    void pauseKeepsWhatIsShown() throws Exception {
        type(" ");
        awaitScreen(lines -> lines.get(0).contains("PAUSED"));
        int shown = shown();
        int before = taken.get();
        while (taken.get() < before + 3) {
            Thread.sleep(20);
        }
        assertThat(shown()).isEqualTo(shown);
        type(" ");
        awaitScreen(lines -> !lines.get(0).contains("PAUSED") && shownIn(lines) > before);
    }

    @Test
    void helpNamesTheKeysAndArrowsScroll() throws Exception {
        type("h");
        awaitScreen(
                lines -> lines.get(3).contains("arrows scroll") && lines.get(4).contains("n name"));
        terminal.setSize(Size.of(COLUMNS, 7));
        terminal.raise(Terminal.Signal.WINCH);
        type("h");
        awaitScreen(lines ->
                lines.get(3).contains("4 rows") && names(lines.subList(0, 7)).size() == 2);
        type("\u001b[B");
        awaitScreen(lines -> names(lines.subList(0, 7)).equals(List.of("worker-1", "reader-3")));
    }

    @Test
    void quitGivesTheTerminalBack() throws Exception {
        type("q");
        assertThat(run.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsWithTheProcess() throws Exception {
        ended = true;
        assertThat(run.get(10, TimeUnit.SECONDS)).isFalse();
    }

    private static Snapshot snapshot(int number) {
        Snapshot snapshot = new Snapshot();
        snapshot.time = Instant.now();
        snapshot.length = 1_000_000_000;
        snapshot.source = "test";
        snapshot.blockIo = true;
        snapshot.io = true;
        snapshot.remark = "number " + number + ".";
        snapshot.rows = List.of(
                row(1, "worker-1", 60, 40, 0),
                row(2, "worker-2", 20, 70, 0),
                row(3, "reader-3", 5, 10, 80),
                row(4, "idle", 0, 0, 0));
        snapshot.total = Row.group("all");
        snapshot.rows.forEach(snapshot.total::add);
        return snapshot;
    }

    private static Row row(int tid, String name, double user, double delay, double blockIo) {
        Row row = new Row();
        row.tid = tid;
        row.name = name;
        row.user = user;
        row.cpuDelay = delay;
        row.blockIo = blockIo;
        row.wait = 100 - user - delay - blockIo;
        return row;
    }

    private void type(String keys) throws IOException {
        terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> screen() {
        String text;
        synchronized (emulated) {
            text = emulated.toString();
        }
        List<String> lines = new ArrayList<>(text.lines().collect(Collectors.toList()));
        while (lines.size() < ROWS) {
            lines.add("");
        }
        return lines;
    }

    /** The last column of the lines below the header. */
    private static List<String> names(List<String> lines) {
        return lines.stream()
                .skip(5)
                .map(String::stripTrailing)
                .filter(line -> line.matches("\\s*\\d+ .*"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .collect(Collectors.toList());
    }

    private int shown() {
        return shownIn(screen());
    }

    private static int shownIn(List<String> lines) {
        String line = lines.get(2);
        int from = line.indexOf("(number ") + "(number ".length();
        return Integer.parseInt(line.substring(from, line.indexOf('.', from)));
    }

    private void awaitScreen(Predicate<List<String>> wanted) throws IOException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (true) {
            List<String> lines = screen();
            boolean good;
            try {
                good = wanted.test(lines);
            } catch (RuntimeException e) {
                good = false; // half drawn
            }
            if (good) {
                return;
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("never shown; the screen is\n" + String.join("\n", lines));
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
