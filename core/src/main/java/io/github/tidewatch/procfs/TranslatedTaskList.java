package io.github.tidewatch.procfs;

import java.io.IOException;
import java.util.Arrays;

/**
 * The tids of this process's threads as system calls have them, where {@code /proc} numbers them otherwise
 * ({@link PidNamespace}). The status of each task is read with each list, since a number may be used again.
 */
public final class TranslatedTaskList extends TaskList {
    private final TaskList listed;
    private final ProcBuffer buffer = new ProcBuffer(4096);

    /** Tid and number in {@code /proc} of each task, in one number so that sorting needs no objects. */
    private long[] pairs = new long[256];

    private int pairCount;

    /** A list that closes the one it translates, which is this process's. */
    public TranslatedTaskList(TaskList listed) {
        super(listed.directory());
        this.listed = listed;
    }

    @Override
    void fill() {
        listed.refresh();
        if (pairs.length < listed.count()) {
            pairs = new long[listed.count() * 2];
        }
        pairCount = 0;
        for (int i = 0; i < listed.count(); i++) {
            int tid = tidOf(listed.tid(i));
            if (tid != 0) {
                pairs[pairCount++] = (long) tid << 32 | listed.tid(i);
                add(tid);
            }
        }
        Arrays.sort(pairs, 0, pairCount);
    }

    /** 0 if the task has exited. */
    private int tidOf(int number) {
        try (ProcFile status = ProcFile.open(directory + "/" + number + "/status")) {
            status.read(buffer);
            return PidNamespace.tid(buffer.bytes(), buffer.length());
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public String path(int tid) {
        int at = Arrays.binarySearch(pairs, 0, pairCount, (long) tid << 32);
        int place = at < 0 ? -at - 1 : at;
        boolean known = place < pairCount && pairs[place] >> 32 == tid;
        return directory + "/" + (known ? (int) pairs[place] : 0);
    }

    @Override
    public int size() {
        return listed.size();
    }

    @Override
    public void close() {
        listed.close();
    }
}
