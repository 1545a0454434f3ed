package org.sekimori.dataplane.boxfile;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.line.LinkState;
import org.sekimori.dataplane.state.MemoryKind;

/**
 * Layout of a box file, in the byte order of the machine, which writes and reads it. Its parts are those of
 * {@link BoxFileSection}, each beginning at a page; this is the first, the header.
 *
 * <pre>
 *     0  magic                                     8
 *     8  version                                   4
 *    12  fingerprint: what is counted, by name     4
 *    16  length of the file                        8
 *    24  workers                                   4
 *    28  bytes of an event ring                    4
 *    32  process                                   8
 *    40  instance                                  8
 *    48  started, ms since 1970                    8
 *    56  WAN interface: length byte and text      64
 *   120  LAN interface: length byte and text      64
 *   192  state                                     4      \
 *   200  garbage collections                       8       } each by itself
 *   208  ms they took                              8      /
 *   256  heartbeat, System.nanoTime                8, alone on its cache lines
 *   384  number of the notice in force             8
 *   512  notice slot 0                          3840      written while the number is odd
 *  4352  notice slot 1                          3840      written while it is even
 *
 *  a notice slot:
 *     0  epoch                                     8
 *     8  confirm deadline                          8
 *    16  checksum                                  4
 *    20  unconfirmed over                          4
 *    24  rules                                     4
 *    28  flags: 1 monitor only, 2 kept, 4 offload
 *        lacking, 8 guard outlives the box,
 *        16 stays after it                         4
 *    32  policy name: length and text             96
 *   128  origin: length and text                  32
 *   160  remark: length and text                 800
 *   960  notice: length and text                 480
 *  1440  offload: length and text                352
 *  1792  guard: since, ms since 1970               8
 *  1800  its trips                                 8
 *  1808  the last of them, ms since 1970           8
 *  1816  its limit, ms                             8
 *  1824  checksum of the policy it holds           4
 *  1828  its mode: length and text                28
 *  1856  its fail mode: length and text           16
 *  1872  its hook: length and text                32
 *  1904  name of the policy: length and text      96
 * </pre>
 *
 * <p>Everything above the interface names is written before the file has its name, and never again. Notices are a
 * {@link SlotPair}.
 */
final class BoxFileDescriptor {
    static final int PAGE = 4096;
    static final long MAGIC = 0x5345_4B49_424F_5831L;
    static final int VERSION = 5;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 8;
    static final int FINGERPRINT_OFFSET = 12;
    static final int LENGTH_OFFSET = 16;
    static final int WORKERS_OFFSET = 24;
    static final int RING_BYTES_OFFSET = 28;
    static final int PID_OFFSET = 32;
    static final int INSTANCE_OFFSET = 40;
    static final int STARTED_OFFSET = 48;
    static final int WAN_NAME_OFFSET = 56;
    static final int LAN_NAME_OFFSET = 120;
    static final int INTERFACE_NAME_LENGTH = 64;
    static final int STATE_OFFSET = 192;
    static final int GC_COUNT_OFFSET = 200;
    static final int GC_MILLIS_OFFSET = 208;
    static final int HEARTBEAT_OFFSET = 256;
    static final int NOTICE_NUMBER_OFFSET = 384;
    static final int NOTICE_SLOTS_OFFSET = 512;
    static final int NOTICE_SLOT_LENGTH = 3840;
    static final SlotPair NOTICES = new SlotPair(NOTICE_NUMBER_OFFSET, NOTICE_SLOTS_OFFSET, NOTICE_SLOT_LENGTH);
    static final int HEADER_LENGTH = 2 * PAGE;

    static final int EPOCH = 0;
    static final int CONFIRM_DEADLINE = 8;
    static final int CHECKSUM = 16;
    static final int UNCONFIRMED_OVER = 20;
    static final int RULE_COUNT = 24;
    static final int FLAGS = 28;
    static final int MONITOR_ONLY = 1;
    static final int KEPT = 2;
    static final int OFFLOAD_LACKING = 4;
    static final int GUARD_OUTLIVES = 8;
    static final int GUARD_STAYS = 16;
    static final int POLICY_NAME = 32;
    static final int POLICY_NAME_LENGTH = 96;
    static final int ORIGIN = 128;
    static final int ORIGIN_LENGTH = 32;
    static final int REMARK = 160;
    static final int REMARK_LENGTH = 800;
    static final int NOTICE = 960;
    static final int NOTICE_LENGTH = 480;
    static final int OFFLOAD = 1440;
    static final int OFFLOAD_LENGTH = 352;
    static final int GUARD_SINCE = 1792;
    static final int GUARD_TRIPS = 1800;
    static final int GUARD_LAST_TRIP = 1808;
    static final int GUARD_LIMIT = 1816;
    static final int GUARD_CHECKSUM = 1824;
    static final int GUARD_MODE = 1828;
    static final int GUARD_MODE_LENGTH = 28;
    static final int GUARD_FAIL = 1856;
    static final int GUARD_FAIL_LENGTH = 16;
    static final int GUARD_HOOK = 1872;
    static final int GUARD_HOOK_LENGTH = 32;
    static final int GUARD_POLICY = 1904;
    static final int GUARD_POLICY_LENGTH = POLICY_NAME_LENGTH;

    private BoxFileDescriptor() {}

    /** A number for what this program counts and how it lays it out; another build that differs has another. */
    static int fingerprint() {
        CRC32C sum = new CRC32C();
        sum.update(layout().getBytes(StandardCharsets.UTF_8));
        return (int) sum.getValue();
    }

    /** All that readers must agree on with the writer, in words: what is counted, and each part's length and how many there are. */
    static String layout() {
        StringBuilder words = new StringBuilder();
        for (PortCounter counter : PortCounter.values()) {
            words.append(counter.word()).append('\n');
        }
        for (Reason reason : Reason.values()) {
            words.append(reason.word()).append('\n');
        }
        for (MemoryKind kind : MemoryKind.values()) {
            words.append(kind.word()).append('\n');
        }
        for (LinkState state : LinkState.values()) {
            words.append(state.word()).append('\n');
        }
        BoxFileShape example = BoxFileShape.of(2);
        for (BoxFileSection section : BoxFileSection.values()) {
            words.append(section.name())
                    .append(' ')
                    .append(section.length(example))
                    .append(' ')
                    .append(section.count(example))
                    .append('\n');
        }
        return words.toString();
    }
}
