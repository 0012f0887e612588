package io.github.tidewatch.procfs;

import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.linux.SystemCalls;
import java.io.Closeable;
import java.io.File;
import java.util.Arrays;

/**
 * The tids of all threads of this process, from {@code /proc/self/task}. Not safe for use by several threads at once.
 *
 * <p>A thread that starts or ends while the list is read may be in it or not; every other thread is.
 */
public abstract class TaskList implements Closeable {
    private int[] tids = new int[256];
    private int count;

    /** By getdents64(2), without garbage. */
    public static TaskList of(SystemCalls calls) {
        return new Native(calls);
    }

    /** By {@link File#list}, where native code cannot be used. */
    public static TaskList withoutNativeCode() {
        return new Pure();
    }

    /**
     * Reads the list anew; it is then sorted.
     *
     * @throws RuntimeException if {@code /proc/self/task} cannot be read
     */
    public final void refresh() {
        count = 0;
        fill();
        Arrays.sort(tids, 0, count);
    }

    abstract void fill();

    final void add(int tid) {
        if (count == tids.length) {
            tids = Arrays.copyOf(tids, count * 2);
        }
        tids[count++] = tid;
    }

    /** The number of threads at the last {@link #refresh}. */
    public final int count() {
        return count;
    }

    /** The {@code index}th smallest tid. */
    public final int tid(int index) {
        return tids[index];
    }

    @Override
    public abstract void close();

    private static final class Native extends TaskList {
        // struct linux_dirent64: d_ino u64, d_off s64, d_reclen u16, d_type u8, d_name
        private static final int RECORD_LENGTH = 16;
        private static final int NAME = 19;

        private final SystemCalls calls;
        private final NativeMemory entries = NativeMemory.allocate(32 * 1024);
        private final int directory;

        Native(SystemCalls calls) {
            this.calls = calls;
            this.directory = (int) SystemCallException.check(
                    calls.open("/proc/self/task", SystemCalls.O_RDONLY | SystemCalls.O_DIRECTORY),
                    "open(\"/proc/self/task\", O_RDONLY|O_DIRECTORY)");
        }

        @Override
        void fill() {
            calls.rewind(directory, 0);
            long length;
            while ((length = calls.getdents(directory, entries)) > 0) {
                for (int at = 0; at < length; at += entries.buffer().getChar(at + RECORD_LENGTH)) {
                    addName(at + NAME);
                }
            }
            if (length < 0) {
                SystemCallException.check(length, "getdents64(\"/proc/self/task\")");
            }
        }

        private void addName(int at) {
            int tid = 0;
            int position = at;
            for (byte b; (b = entries.buffer().get(position)) != 0; position++) {
                if (b < '0' || b > '9') {
                    return; // "." and ".."
                }
                tid = tid * 10 + (b - '0');
            }
            add(tid);
        }

        @Override
        public void close() {
            calls.close(directory);
        }
    }

    private static final class Pure extends TaskList {
        @Override
        void fill() {
            String[] names = new File("/proc/self/task").list();
            if (names == null) {
                throw new IllegalStateException("/proc/self/task cannot be read: is /proc mounted?");
            }
            for (String name : names) {
                add(Integer.parseInt(name));
            }
        }

        @Override
        public void close() {}
    }
}
