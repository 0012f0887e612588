package io.github.tidewatch.linux;

import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * The C library's functions as jnr-ffi binds them; addresses are plain integers so that no call allocates.
 *
 * <p>None may have six parameters: the stubs that jnr-ffi 2.3.4 assembles on x86-64 read the sixth from the wrong place
 * (seen with process_vm_readv(2), whose flags became garbage).
 */
public interface LibC {
    int getpid();

    int socket(int domain, int type, int protocol);

    int connect(int socket, @size_t long address, int length);

    int getsockname(int socket, @size_t long address, @size_t long length);

    int getpeername(int socket, @size_t long address, @size_t long length);

    int setsockopt(int socket, int level, int option, @size_t long value, int length);

    int getsockopt(int socket, int level, int option, @size_t long value, @size_t long length);

    @ssize_t
    long send(int socket, @size_t long buffer, @size_t long length, int flags);

    @ssize_t
    long recv(int socket, @size_t long buffer, @size_t long length, int flags);

    int recvmmsg(int socket, @size_t long messages, int count, int flags, @size_t long timeout);

    int close(int descriptor);

    int getrusage(int who, @size_t long usage);

    int clock_gettime(int clock, @size_t long timespec);

    int open(@size_t long path, int flags, int mode);

    @ssize_t
    long readlink(@size_t long path, @size_t long target, @size_t long size);

    @ssize_t
    long lseek(int descriptor, @ssize_t long offset, int whence);

    @ssize_t
    long syscall(@ssize_t long number, @ssize_t long first, @ssize_t long second, @ssize_t long third);
}
