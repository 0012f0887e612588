package io.github.tidewatch.procfs;

import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.linux.SystemCalls;
import java.io.Closeable;
import java.io.File;
import java.util.Arrays;

/**
 * The tids of all threads of a process, from {@code /proc/PID/task}. Not safe for use by several threads at once.
 *
 * <p>A thread that starts or ends while the list is read may be in it or not; every other thread is.
 */
public abstract class TaskList implements Closeable {
    /** The directory of this process's tasks. */
    public static final String OWN = "/proc/self/task";

    final String directory;
    private int[] tids = new int[256];
    private int count;

    TaskList(String directory) {
        this.directory = directory;
    }

    /** Those of this process by getdents64(2), without garbage. */
    public static TaskList of(SystemCalls calls) {
        return of(calls, OWN);
    }

    /** Those of a process by its directory of tasks, such as {@link #OWN}, by getdents64(2), without garbage. */
    public static TaskList of(SystemCalls calls, String directory) {
        return new Native(calls, directory);
    }

    /** Those of this process by {@link File#list}, where native code cannot be used. */
    public static TaskList withoutNativeCode() {
        return withoutNativeCode(OWN);
    }

    /** Those of a process by its directory of tasks, by {@link File#list}. */
    public static TaskList withoutNativeCode(String directory) {
        return new Pure(directory);
    }

    /** The process's directory of tasks. */
    public final String directory() {
        return directory;
    }

    /** The directory of a task that the last {@link #refresh} listed. */
    public String path(int tid) {
        return directory + "/" + tid;
    }

    /**
     * Reads the list anew; it is then sorted.
     *
     * @throws RuntimeException if the directory cannot be read
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

    /**
     * How many tasks the process has now, without listing them; -1 where that is not known. The kernel adds their number
     * to the directory's links ({@code proc_task_getattr} in fs/proc/base.c), which is believed if the last listing that
     * no task disturbed agreed with it.
     */
    public abstract int size();

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

        /** Its name, and its own "." */
        private static final int LINKS_OF_EMPTY = 2;

        private final SystemCalls calls;
        private final NativeMemory entries = NativeMemory.allocate(32 * 1024);
        private final NativeMemory stat = NativeMemory.allocate(144);
        private final int descriptor;
        private boolean sizeKnown;

        Native(SystemCalls calls, String directory) {
            super(directory);
            this.calls = calls;
            this.descriptor = (int) SystemCallException.check(
                    calls.open(directory, SystemCalls.O_RDONLY | SystemCalls.O_DIRECTORY),
                    "open(\"" + directory + "\", O_RDONLY|O_DIRECTORY)");
        }

        @Override
        void fill() {
            long before = links();
            list();
            if (before >= 0 && before == links()) {
                sizeKnown = before == count() + LINKS_OF_EMPTY;
            }
        }

        private long links() {
            return calls.fstat(descriptor, stat);
        }

        @Override
        public int size() {
            return sizeKnown ? (int) Math.max(-1, links() - LINKS_OF_EMPTY) : -1;
        }

        private void list() {
            calls.lseek(descriptor, 0);
            long length;
            while ((length = calls.getdents(descriptor, entries)) > 0) {
                for (int at = 0; at < length; at += entries.buffer().getChar(at + RECORD_LENGTH)) {
                    addName(at + NAME);
                }
            }
            if (length < 0) {
                SystemCallException.check(length, "getdents64(\"" + directory + "\")");
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
            calls.close(descriptor);
        }
    }

    private static final class Pure extends TaskList {
        Pure(String directory) {
            super(directory);
        }

        @Override
        void fill() {
            String[] names = new File(directory).list();
            if (names == null) {
                throw new IllegalStateException(directory + " cannot be read: is /proc mounted?");
            }
            for (String name : names) {
                add(Integer.parseInt(name));
            }
        }

        @Override
        public int size() {
            return -1;
        }

        @Override
        public void close() {}
    }
}
