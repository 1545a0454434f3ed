package org.sekimori.dataplane.boxfile;

import static org.sekimori.dataplane.boxfile.BoxFileDescriptor.*;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.line.LineStatus;

/** Reads what a box says of itself, from memory that it goes on writing. Any thread. */
final class BoxHeaderReader {
    private final UnsafeBuffer header;

    BoxHeaderReader(UnsafeBuffer header) {
        this.header = header;
    }

    BoxStatus status(long nowNs, LineStatus line) {
        UnsafeBuffer slot = NOTICES.read(header, "the box's state");
        return new BoxStatus(
                header.getLong(PID_OFFSET),
                header.getLong(INSTANCE_OFFSET),
                header.getLong(STARTED_OFFSET),
                BoxState.of(header.getIntAcquire(STATE_OFFSET)),
                Math.max(0, nowNs - header.getLongAcquire(HEARTBEAT_OFFSET)),
                policy(slot),
                FixedText.read(slot, NOTICE, NOTICE_LENGTH),
                offload(slot),
                guard(slot),
                header.getLongAcquire(GC_COUNT_OFFSET),
                header.getLongAcquire(GC_MILLIS_OFFSET),
                wanName(),
                lanName(),
                line);
    }

    String wanName() {
        return FixedText.read(header, WAN_NAME_OFFSET, INTERFACE_NAME_LENGTH);
    }

    String lanName() {
        return FixedText.read(header, LAN_NAME_OFFSET, INTERFACE_NAME_LENGTH);
    }

    private static OffloadNotice offload(UnsafeBuffer slot) {
        return new OffloadNotice(
                FixedText.read(slot, OFFLOAD, OFFLOAD_LENGTH), (slot.getInt(FLAGS) & OFFLOAD_LACKING) != 0);
    }

    private static GuardNotice guard(UnsafeBuffer slot) {
        int flags = slot.getInt(FLAGS);
        return new GuardNotice(
                FixedText.read(slot, GUARD_MODE, GUARD_MODE_LENGTH),
                slot.getLong(GUARD_SINCE),
                slot.getLong(GUARD_TRIPS),
                slot.getLong(GUARD_LAST_TRIP),
                slot.getLong(GUARD_LIMIT),
                FixedText.read(slot, GUARD_FAIL, GUARD_FAIL_LENGTH),
                FixedText.read(slot, GUARD_HOOK, GUARD_HOOK_LENGTH),
                (flags & GUARD_OUTLIVES) != 0,
                (flags & GUARD_STAYS) != 0,
                FixedText.read(slot, GUARD_POLICY, GUARD_POLICY_LENGTH),
                slot.getInt(GUARD_CHECKSUM));
    }

    private static PolicyNotice policy(UnsafeBuffer slot) {
        int flags = slot.getInt(FLAGS);
        return new PolicyNotice(
                slot.getLong(EPOCH),
                slot.getInt(CHECKSUM),
                FixedText.read(slot, POLICY_NAME, POLICY_NAME_LENGTH),
                slot.getInt(RULE_COUNT),
                (flags & MONITOR_ONLY) != 0,
                FixedText.read(slot, ORIGIN, ORIGIN_LENGTH),
                slot.getLong(CONFIRM_DEADLINE),
                slot.getInt(UNCONFIRMED_OVER),
                (flags & KEPT) != 0,
                FixedText.read(slot, REMARK, REMARK_LENGTH));
    }
}
