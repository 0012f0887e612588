package io.github.tidewatch.agent.testing;

import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Applications that forbid themselves system calls, by a seccomp filter on all threads: each then fails with EPERM. */
public final class Seccomp {
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SECCOMP = 317;
    private static final int SET_MODE_FILTER = 1;
    private static final int ALL_THREADS = 1;

    private Seccomp() {}

    /** The C library's functions that it takes. */
    public interface LibC {
        int prctl(int option, long first, long second, long third, long fourth);

        long syscall(long number, long first, long second, Pointer third);
    }

    /**
     * As {@link Modest}, but forbids itself these system calls, by their numbers on x86-64. Arguments: recording,
     * milliseconds, how long after the begin of the recording (0: before), numbers.
     */
    public static final class Recording {
        public static void main(String[] args) throws Exception {
            long after = Long.parseLong(args[2]);
            int[] numbers =
                    Arrays.stream(args).skip(3).mapToInt(Integer::parseInt).toArray();
            if (after == 0) {
                forbid(numbers);
            }
            SelfRecording.prepare();
            try (Crew crew = new Crew();
                    SelfRecording recording = SelfRecording.start("modest", "100 ms")) {
                crew.spin("spinner-1");
                crew.spin("spinner-2");
                crew.spin("spinner-3");
                Workloads.waitVoluntarily(crew);
                if (after != 0) {
                    Thread.sleep(after);
                    forbid(numbers);
                }
                Thread.sleep(Long.parseLong(args[1]));
                recording.stop(Paths.get(args[0]));
            }
        }
    }

    /** What it needs on its class path: jnr-ffi, as the application's own. */
    public static Path[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(":", -1))
                .filter(entry -> entry.matches(".*/(jnr|jffi|asm)[^/]*\\.jar"))
                .map(Paths::get)
                .toArray(Path[]::new);
    }

    private static void forbid(int... numbers) {
        LibC libc = LibraryLoader.create(LibC.class).load(LibraryLoader.DEFAULT_LIBRARY);
        Runtime runtime = Runtime.getRuntime(libc);
        int length = numbers.length + 3;
        Pointer filter = Memory.allocateDirect(runtime, length * 8);
        instruction(filter, 0, 0x20, 0, 0); // load the number
        for (int i = 0; i < numbers.length; i++) {
            instruction(filter, i + 1, 0x15, numbers.length - i, numbers[i]); // jump to the last if it is this
        }
        instruction(filter, length - 2, 0x06, 0, 0x7fff_0000); // allow
        instruction(filter, length - 1, 0x06, 0, 0x0005_0001); // EPERM
        Pointer program = Memory.allocateDirect(runtime, 16);
        program.putShort(0, (short) length);
        program.putAddress(8, filter.address());
        if (libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
                || libc.syscall(SECCOMP, SET_MODE_FILTER, ALL_THREADS, program) != 0) {
            throw new IllegalStateException("seccomp: errno " + runtime.getLastError());
        }
    }

    private static void instruction(Pointer filter, int index, int code, int jump, int constant) {
        filter.putShort(index * 8L, (short) code);
        filter.putByte(index * 8L + 2, (byte) jump);
        filter.putInt(index * 8L + 4, constant);
    }
}
