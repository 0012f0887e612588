package io.github.tidewatch.causes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.host.CpuSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which threads are read, by files as of {@code /proc}. */
class ThreadCpusTest {
    @TempDir
    Path root;

    private HostFiles files;
    private ThreadCpus cpus;
    private final DelayedThreads threads = new DelayedThreads();
    private final List<ThreadNote> notes = new ArrayList<>();

    @BeforeEach
    void makeHost() throws Exception {
        files = new HostFiles(root, 64);
        cpus = files.threadCpus();
    }

    private void interval(int exited, String... directories) {
        threads.clear();
        for (int i = 0; i < exited; i++) {
            int index = threads.add();
            threads.note[index] = new ThreadNote();
            threads.onCpu[index] = 1000;
        }
        for (int i = 0; i < directories.length; i++) {
            if (notes.size() <= i) {
                notes.add(new ThreadNote());
            }
            int index = threads.add();
            threads.note[index] = notes.get(i);
            threads.directory[index] = directories[i];
            threads.onCpu[index] = 1000;
        }
        cpus.nextInterval();
        cpus.read(threads, 100);
    }

    private String[] pinned(int count) throws Exception {
        String[] directories = new String[count];
        for (int i = 0; i < count; i++) {
            directories[i] = files.allowed(String.valueOf(i + 100), String.valueOf(i % 64));
        }
        return directories;
    }

    private void assertAllArePinned(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(cpus.of(notes.get(i))).as("thread %d", i).isEqualTo(CpuSet.parse(String.valueOf(i % 64)));
        }
    }

    @Test
    void eachOfManyThreadsIsReadInItsTurn() throws Exception {
        String[] directories = pinned(80);
        for (int i = 0; i < 25; i++) {
            interval(0, directories);
        }
        assertAllArePinned(80);
    }

    @Test
    void exitedThreadsUseUpNoReads() throws Exception {
        String[] directories = pinned(4);
        interval(1000, directories);
        interval(1000, directories);
        assertAllArePinned(4);
    }

    @Test
    void moreDifferentSetsThanAreRememberedAreRightAllTheSame() throws Exception {
        String[] directories = new String[600];
        for (int i = 0; i < directories.length; i++) {
            directories[i] = files.allowed(String.valueOf(i), i % 64 + "," + (64 + i));
        }
        for (int i = 0; i < 60; i++) {
            interval(0, directories);
        }
        for (int i = 0; i < directories.length; i++) {
            assertThat(cpus.of(notes.get(i))).isEqualTo(CpuSet.parse(i % 64 + "," + (64 + i)));
        }
    }

    @Test
    void aChangeOfTheProcessIsSeenWithTheNextIntervalAndByThreadsThatHadItsSet() throws Exception {
        String[] directories = {
            files.allowed("1", "0-63"), files.allowed("2", "5"), files.allowed("3", "0-63"), files.allowed("4", "0-63")
        };
        interval(0, directories);
        interval(0, directories);
        assertThat(cpus.of(notes.get(3))).isEqualTo(CpuSet.parse("0-63"));

        files.allowed("", "0-7");
        for (String thread : new String[] {"1", "3", "4"}) {
            files.allowed(thread, "0-7");
        }
        interval(0, directories);
        for (int i : new int[] {0, 2, 3}) {
            assertThat(cpus.of(notes.get(i))).isEqualTo(CpuSet.parse("0-7"));
        }
        assertThat(cpus.of(notes.get(1))).isEqualTo(CpuSet.parse("5"));
    }

    @Test
    void whereNothingCanBeReadItIsUnknown() {
        cpus = new ThreadCpus(
                new TaskAffinity(Optional.empty()), 0, root.resolve("gone").toString());
        interval(0, root.resolve("gone").toString());
        assertThat(cpus.of(notes.get(0))).isNull();
    }
}
