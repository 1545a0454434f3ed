package org.sekimori.dataplane.linux;

/** The errno values this package tells apart ({@code asm-generic/errno-base.h}, {@code errno.h}), and names for all it prints. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int E2BIG = 7;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int ENOSYS = 38;
    static final int ENOLINK = 67;
    static final int EMSGSIZE = 90;
    static final int EOPNOTSUPP = 95;
    static final int ENETDOWN = 100;
    static final int ENOBUFS = 105;
    static final int ECONNREFUSED = 111;

    private Errno() {}

    /** The symbol and what it means, or the bare number. */
    static String describe(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM, operation not permitted";
            case ENOENT -> "ENOENT, no such entry";
            case EINTR -> "EINTR, interrupted";
            case ENXIO -> "ENXIO, no such device";
            case E2BIG -> "E2BIG, too many or too big";
            case EAGAIN -> "EAGAIN, would block";
            case ENOMEM -> "ENOMEM, out of memory";
            case EACCES -> "EACCES, permission denied";
            case EBUSY -> "EBUSY, in use";
            case EEXIST -> "EEXIST, there already";
            case ENODEV -> "ENODEV, no such device";
            case EINVAL -> "EINVAL, invalid argument";
            case ENOSYS -> "ENOSYS, no such call in this kernel";
            case ENOLINK -> "ENOLINK, link has been severed";
            case EMSGSIZE -> "EMSGSIZE, frame too long";
            case EOPNOTSUPP -> "EOPNOTSUPP, not supported";
            case ENETDOWN -> "ENETDOWN, network is down";
            case ECONNREFUSED -> "ECONNREFUSED, nobody listens there";
            case ENOBUFS -> "ENOBUFS, no buffer space";
            default -> "errno " + errno;
        };
    }
}
