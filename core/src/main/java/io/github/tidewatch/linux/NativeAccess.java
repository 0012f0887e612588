package io.github.tidewatch.linux;

import com.kenai.jffi.Library;
import java.nio.ByteBuffer;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Loads jnr-ffi, once, and remembers why if it could not. */
final class NativeAccess {
    private static NativeAccess instance;
    private static String failure;

    private final LibC libc;
    private final Runtime runtime;
    private final SyscallNumbers numbers;
    private final long processVmReadv;

    private NativeAccess(LibC libc, Runtime runtime) {
        this.libc = libc;
        this.runtime = runtime;
        numbers = SyscallNumbers.ofThisMachine();
        // By jffi itself: see LibC for why.
        processVmReadv = Library.getDefault().getSymbolAddress("process_vm_readv");
    }

    static synchronized NativeAccess get() {
        if (failure != null) {
            throw new NativeAccessException(failure, null);
        }
        if (instance == null) {
            try {
                instance = load();
            } catch (NativeAccessException e) {
                failure = e.getMessage();
                throw e;
            } catch (RuntimeException | LinkageError e) {
                // jffi and jnr-ffi throw all kinds for a library that is missing, refused or cannot be unpacked.
                failure = "jnr-ffi cannot be used here: " + e;
                throw new NativeAccessException(failure, e);
            }
        }
        return instance;
    }

    private static NativeAccess load() {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new NativeAccessException(
                    "Tidewatch's system calls are Linux's; this is " + System.getProperty("os.name"), null);
        }
        // The C library that this process has, not the one that a search of the usual folders would find: that is
        // another
        // where the JVM brings its own (Nix, Guix, glibc beside musl), and two in one process crash it (seen).
        LibC libc = LibraryLoader.create(LibC.class).load(LibraryLoader.DEFAULT_LIBRARY);
        Runtime runtime = Runtime.getRuntime(libc);
        if (runtime.addressSize() != Long.BYTES) {
            throw new NativeAccessException(
                    "a 64-bit JVM is needed; addresses here have " + runtime.addressSize() + " bytes", null);
        }
        return new NativeAccess(libc, runtime);
    }

    LibC libc() {
        return libc;
    }

    Runtime runtime() {
        return runtime;
    }

    SyscallNumbers numbers() {
        return numbers;
    }

    /** The function's address. */
    long processVmReadv() {
        return processVmReadv;
    }

    long address(ByteBuffer direct) {
        return Pointer.wrap(runtime, direct).address();
    }
}
