package org.sekimori.dataplane.linux;

import com.sun.jna.Native;

/**
 * The C library's calls, directly mapped: about 110 ns and 0 bytes each. C names and order of arguments; pointers are
 * {@code long}; errno is {@link Native#getLastError()} on the same thread, read at once. Variadic C functions have one
 * fixed signature each, which the x86-64 and AArch64 Linux calling conventions allow for integers.
 */
final class LibC {
    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native int socket(int domain, int type, int protocol);

    static native int bind(int fd, long address, int length);

    static native int setsockopt(int fd, int level, int name, long value, int length);

    static native int getsockopt(int fd, int level, int name, long value, long length);

    static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

    static native int munmap(long address, long length);

    static native int madvise(long address, long length, int advice);

    static native int poll(long descriptors, long count, int timeoutMs);

    static native long sendto(int fd, long buffer, long length, int flags, long address, int addressLength);

    static native long recvfrom(int fd, long buffer, long length, int flags, long address, long addressLength);

    static native int ioctl(int fd, long request, long argument);

    static native int close(int fd);

    static native int open(String path, int flags);

    static native int fcntl(int fd, int command, long argument);

    static native int dup3(int from, int to, int flags);

    static native long syscall(long number, long first, long second, long third);

    static native long syscall(long number, long first, long second, long third, long fourth, long fifth);

    static native int setgroups(long count, long groups);

    static native int setresgid(int real, int effective, int saved);

    static native int setresuid(int real, int effective, int saved);

    static native void _exit(int status);

    static native int clock_gettime(int clock, long time);

    static native int sched_setaffinity(int pid, long size, long mask);
}
