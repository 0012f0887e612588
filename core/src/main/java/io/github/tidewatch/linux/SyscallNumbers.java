package io.github.tidewatch.linux;

/**
 * The numbers of the calls for which older glibc has no function (gettid and getdents64 before 2.30, fstat before 2.33), and of
 * sched_getaffinity, which glibc's function does not say the length of:
 * from arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h; and where {@code struct stat} has
 * st_nlink: from arch/x86/include/uapi/asm/stat.h and include/uapi/asm-generic/stat.h.
 */
final class SyscallNumbers {
    final int gettid;
    final int getdents64;
    final int fstat;
    final int schedGetaffinity;
    final int linksOffset;

    private SyscallNumbers(int gettid, int getdents64, int fstat, int schedGetaffinity, int linksOffset) {
        this.gettid = gettid;
        this.getdents64 = getdents64;
        this.fstat = fstat;
        this.schedGetaffinity = schedGetaffinity;
        this.linksOffset = linksOffset;
    }

    static SyscallNumbers ofThisMachine() {
        String machine = System.getProperty("os.arch");
        switch (machine) {
            case "amd64":
            case "x86_64":
                return new SyscallNumbers(186, 217, 5, 204, 16);
            case "aarch64":
            case "riscv64":
            case "loongarch64":
                return new SyscallNumbers(178, 61, 80, 123, 20);
            default:
                throw new NativeAccessException(
                        "the numbers of the system calls on " + machine + " are not known"
                                + " here (known: amd64, aarch64, riscv64, loongarch64)",
                        null);
        }
    }
}
