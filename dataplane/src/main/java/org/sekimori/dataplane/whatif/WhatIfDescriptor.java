package org.sekimori.dataplane.whatif;

/**
 * Layout of one worker's part, in the byte order of the machine. All but the announcement is written by that worker.
 *
 * <pre>
 *     0  announced run                         8   \  by whoever begins and ends comparisons,
 *     8  checksum of the candidate             4    } in the first worker's part only
 *    12  its number while it is compared, or 0 4   /
 *    16  why it ended, by {@link WhatIfEnd}    4  /
 *    64  run that is tallied; 0: being wiped   8
 *    72  frames compared                       8
 *    80  bytes compared                        8
 *    88  frames dropped additionally           8
 *    96  their bytes                           8
 *   104  frames not dropped any more           8
 *   112  their bytes                           8
 *   120  additional frames of hosts not held   8
 *   128  stopped frames of hosts not held      8
 *   136  time for a frame, ns                  8
 *   144  per mille of the worker's time        4
 *   148  1: that was too much                  4
 *   192  hosts                                64 each
 *
 *  a host:
 *     0  address, high and low                16
 *    16  additional frames, their bytes       16
 *    32  stopped frames, their bytes          16
 *    48  candidate's rule last, by counter     4   -1: none
 *    52  rule in force last, by counter        4   -1: none
 *    56  IP version; 0: free, or being written 4
 * </pre>
 */
final class WhatIfDescriptor {
    static final int ANNOUNCED_RUN = 0;
    static final int ANNOUNCED_CHECKSUM = 8;
    static final int RUNNING = 12;
    static final int END = 16;
    static final int RUN = 64;
    static final int COMPARED = 72;
    static final int ADDITIONAL = 88;
    static final int STOPPED = 104;
    static final int ADDITIONAL_ELSEWHERE = 120;
    static final int STOPPED_ELSEWHERE = 128;
    static final int FRAME_NS = 136;
    static final int SHARE = 144;
    static final int IS_TOO_MUCH = 148;
    static final int HOSTS = 192;

    /** From frames to their bytes. */
    static final int BYTES = 8;

    static final int HOST_LENGTH = 64;
    static final int HOST_COUNT = 256;
    static final int HIGH = 0;
    static final int LOW = 8;
    static final int HOST_ADDITIONAL = 16;
    static final int HOST_STOPPED = 32;
    static final int CANDIDATE_RULE = 48;
    static final int ACTIVE_RULE = 52;
    static final int IP_VERSION = 56;

    static final int LENGTH = HOSTS + HOST_COUNT * HOST_LENGTH;

    private WhatIfDescriptor() {}

    static int host(int index) {
        return HOSTS + index * HOST_LENGTH;
    }
}
