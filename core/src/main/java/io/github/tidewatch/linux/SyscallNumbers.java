package io.github.tidewatch.linux;

/**
 * The numbers of the calls for which glibc before 2.30 has no function (gettid, getdents64): from
 * arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
 */
final class SyscallNumbers {
    final int gettid;
    final int getdents64;

    private SyscallNumbers(int gettid, int getdents64) {
        this.gettid = gettid;
        this.getdents64 = getdents64;
    }

    static SyscallNumbers ofThisMachine() {
        String machine = System.getProperty("os.arch");
        switch (machine) {
            case "amd64":
            case "x86_64":
                return new SyscallNumbers(186, 217);
            case "aarch64":
            case "riscv64":
            case "loongarch64":
                return new SyscallNumbers(178, 61);
            default:
                throw new NativeAccessException(
                        "the numbers of the system calls on " + machine + " are not known"
                                + " here (known: amd64, aarch64, riscv64, loongarch64)",
                        null);
        }
    }
}
