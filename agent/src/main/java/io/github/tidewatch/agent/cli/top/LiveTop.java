package io.github.tidewatch.agent.cli.top;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/** Draws snapshots in a terminal and obeys its keys, until the user quits or the process ends. For one thread. */
final class LiveTop {
    private static final int ESCAPE = 27;

    /** The exit code by which shells report an end by SIGINT. */
    private static final int INTERRUPTED = 128 + 2;

    private static final int RECHECK_MILLIS = 15;

    /** A new size of the terminal is seen that late. */
    private static final int LONGEST_WAIT = 250;

    private static final long[] INTERVALS = {100, 200, 500, 1000, 2000, 5000, 10_000};

    private final Terminal terminal;
    private final View view;
    private final Source source;
    private final ViewState state = new ViewState();
    private final Display display;
    private long interval;
    private Size size;
    private AlternateScreen screen;

    /** At start, by SIGWINCH and when this JVM was stopped: to ask for the size costs a process. */
    private volatile boolean resized = true;

    private Snapshot snapshot;

    /** Where snapshots come from. */
    interface Source {
        /** The next one; null if the process has ended. */
        Snapshot next() throws InterruptedException;

        /** Whether {@link #recheck} is wanted, every 15 ms or so. */
        boolean wantsRecheck();

        /** Is called between two of them, if it is wanted. */
        void recheck();
    }

    LiveTop(Terminal terminal, View view, Source source, long intervalMillis) {
        this.terminal = terminal;
        this.view = view;
        this.source = source;
        this.interval = intervalMillis;
        this.display = new Display(terminal, true);
    }

    /** Begins with these in place of the defaults. */
    LiveTop with(SortKey sort, String filter, boolean groups) {
        state.sort = sort;
        state.filter = filter;
        state.groups = groups;
        return this;
    }

    /** Runs; returns whether the user ended it, rather than the process that is watched. */
    boolean run() throws IOException, InterruptedException {
        terminal.handle(Terminal.Signal.WINCH, signal -> resized = true);
        // JLine gives this signal back to the kernel, which would end this JVM without a chance to restore the screen.
        terminal.handle(Terminal.Signal.INT, signal -> System.exit(INTERRUPTED));
        try (AlternateScreen opened = new AlternateScreen(terminal)) {
            screen = opened;
            new Suspension(terminal, opened, () -> resized = true).begin();
            return loop();
        } catch (IOException e) {
            if (AlternateScreen.isShuttingDown()) {
                return true; // nobody reads keys any more: no fault to report
            }
            throw e;
        }
    }

    private boolean loop() throws IOException, InterruptedException {
        long next = System.nanoTime() + interval * 1_000_000;
        while (true) {
            if (resized) {
                resized = false;
                size = terminal.getSize();
                display.resize(size);
                display.reset();
                screen.draw(() -> terminal.puts(Capability.clear_screen));
                draw();
            }
            int key = terminal.reader().read(patience(next));
            if (key == NonBlockingReader.EOF) {
                return true;
            }
            if (key >= 0) {
                if (!handle(key)) {
                    return true;
                }
                next = Math.min(next, System.nanoTime() + interval * 1_000_000);
                draw();
            }
            if (System.nanoTime() - next >= 0) {
                next = Math.max(next + interval * 1_000_000, System.nanoTime());
                Snapshot taken = source.next();
                if (taken == null) {
                    return false;
                }
                if (!state.paused) {
                    snapshot = taken;
                    draw();
                }
            } else if (source.wantsRecheck()) {
                source.recheck();
            }
        }
    }

    /** How long to wait for a key, in ms: each time that nobody wants anything costs. */
    private long patience(long next) {
        long left = (next - System.nanoTime()) / 1_000_000 + 1;
        return Math.max(1, Math.min(source.wantsRecheck() ? RECHECK_MILLIS : LONGEST_WAIT, left));
    }

    private void draw() {
        if (snapshot == null) {
            screen.draw(() -> display.update(List.of(new AttributedString("measuring ...")), 0));
            return;
        }
        List<AttributedString> lines = view.lines(snapshot, state, size.getColumns(), size.getRows()).stream()
                .map(line -> AttributedString.fromAnsi(line).columnSubSequence(0, size.getColumns()))
                .collect(Collectors.toList());
        while (lines.size() < size.getRows()) {
            lines.add(AttributedString.EMPTY);
        }
        screen.draw(() -> display.update(lines.subList(0, Math.min(lines.size(), size.getRows())), 0));
    }

    /** False to quit. */
    private boolean handle(int key) throws IOException {
        if (state.typing != null) {
            type(key);
            return true;
        }
        switch (key) {
            case 'q':
            case 'Q':
            case 3: // Ctrl-C, where the terminal passes it on
                return false;
            case ' ':
                state.paused = !state.paused;
                break;
            case '/':
                state.typing = new StringBuilder(state.filter);
                break;
            case 'g':
                state.groups = !state.groups;
                state.first = 0;
                break;
            case 'r':
                state.reverse = !state.reverse;
                break;
            case 'h':
            case '?':
                state.help = !state.help;
                break;
            default:
                change(key);
                break;
        }
        return true;
    }

    private void change(int key) throws IOException {
        switch (key) {
            case '+':
                changeInterval(1);
                break;
            case '-':
                changeInterval(-1);
                break;
            case ESCAPE:
                arrow();
                break;
            default:
                sort((char) key);
                break;
        }
    }

    private void sort(char key) {
        for (SortKey sort : SortKey.values()) {
            if (sort.key == key) {
                state.sort = sort;
                state.first = 0;
            }
        }
    }

    private void changeInterval(int direction) {
        int at = 0;
        while (at < INTERVALS.length - 1 && INTERVALS[at] < interval) {
            at++;
        }
        interval = INTERVALS[Math.max(0, Math.min(INTERVALS.length - 1, at + direction))];
    }

    private void type(int key) {
        if (key == '\r' || key == '\n') {
            state.filter = state.typing.toString();
            state.typing = null;
        } else if (key == ESCAPE) {
            state.typing = null;
            state.filter = "";
        } else if ((key == 127 || key == 8) && state.typing.length() > 0) {
            state.typing.setLength(state.typing.length() - 1);
        } else if (key >= ' ' && key != 127) {
            state.typing.append((char) key);
        }
        state.first = 0;
    }

    /** What follows an escape of a terminal: CSI or SS3, then a letter or a number and "~". */
    private void arrow() throws IOException {
        int bracket = terminal.reader().read(20);
        if (bracket != '[' && bracket != 'O') {
            return;
        }
        int page = Math.max(1, size.getRows() - 6);
        switch (terminal.reader().read(20)) {
            case 'A':
                state.first--;
                break;
            case 'B':
                state.first++;
                break;
            case '5':
                state.first -= page;
                terminal.reader().read(20);
                break;
            case '6':
                state.first += page;
                terminal.reader().read(20);
                break;
            case 'H':
                state.first = 0;
                break;
            case 'F':
                state.first = Integer.MAX_VALUE / 2;
                break;
            default:
                break;
        }
    }
}
