package org.sekimori.dataplane.boxfile;

import static org.sekimori.dataplane.boxfile.BoxFileDescriptor.*;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes what a box says of itself. {@link #heartbeat} belongs to the egress agent of the first pipeline, and costs one
 * store; the rest may come from any thread but those that move frames.
 */
public final class BoxHeaderWriter {
    private final UnsafeBuffer header;
    private PolicyNotice policy = PolicyNotice.NONE;
    private String notice = "";
    private OffloadNotice offload = OffloadNotice.NONE;
    private GuardNotice guard = GuardNotice.NONE;
    private volatile boolean failed;

    BoxHeaderWriter(UnsafeBuffer header) {
        this.header = header;
    }

    /** Until then all pipelines went forward, by {@link System#nanoTime}. */
    public void heartbeat(long nanoTime) {
        header.putLongRelease(HEARTBEAT_OFFSET, nanoTime);
    }

    /** What the box is doing. After {@link #fail} it stays what it was. */
    public void state(BoxState state) {
        if (!failed) {
            header.putIntRelease(STATE_OFFSET, state.ordinal());
        }
    }

    /** The box ends by a fault, for that reason: whoever looks finds it as if it had been killed, and a line that says why. */
    public void fail(String line) {
        failed = true;
        notice(line);
    }

    /** Garbage collections since the start, and the time they took. */
    public void gc(long count, long millis) {
        header.putLongRelease(GC_COUNT_OFFSET, count);
        header.putLongRelease(GC_MILLIS_OFFSET, millis);
    }

    /** The policy in force, or what is new about it. */
    public synchronized void policy(PolicyNotice value) {
        policy = value;
        writeNotice();
    }

    /** What the user should know, one line; empty to take it back. */
    public synchronized void notice(String line) {
        notice = line;
        writeNotice();
    }

    /** What the kernel does of the box's work. */
    public synchronized void offload(OffloadNotice value) {
        if (!value.equals(offload)) {
            offload = value;
            writeNotice();
        }
    }

    /** Who decides about frames, and what keeps the line while no box is there. */
    public synchronized void guard(GuardNotice value) {
        if (!value.equals(guard)) {
            guard = value;
            writeNotice();
        }
    }

    void interfaces(String wanName, String lanName) {
        FixedText.write(header, WAN_NAME_OFFSET, INTERFACE_NAME_LENGTH, wanName);
        FixedText.write(header, LAN_NAME_OFFSET, INTERFACE_NAME_LENGTH, lanName);
    }

    /** Partner: {@link BoxHeaderReader}. */
    private void writeNotice() {
        NOTICES.write(header, this::writeNotice);
    }

    private void writeNotice(int at) {
        header.putLong(at + EPOCH, policy.epoch());
        header.putLong(at + CONFIRM_DEADLINE, policy.confirmDeadlineNs());
        header.putInt(at + CHECKSUM, policy.checksum());
        header.putInt(at + UNCONFIRMED_OVER, policy.unconfirmedOver());
        header.putInt(at + RULE_COUNT, policy.ruleCount());
        header.putInt(at + FLAGS, flags());
        FixedText.write(header, at + POLICY_NAME, POLICY_NAME_LENGTH, policy.policyName());
        FixedText.write(header, at + ORIGIN, ORIGIN_LENGTH, policy.origin());
        FixedText.write(header, at + REMARK, REMARK_LENGTH, policy.remark());
        FixedText.write(header, at + NOTICE, NOTICE_LENGTH, notice);
        FixedText.write(header, at + OFFLOAD, OFFLOAD_LENGTH, offload.words());
        writeGuard(at);
    }

    private void writeGuard(int at) {
        header.putLong(at + GUARD_SINCE, guard.sinceEpochMs());
        header.putLong(at + GUARD_TRIPS, guard.trips());
        header.putLong(at + GUARD_LAST_TRIP, guard.lastTripEpochMs());
        header.putLong(at + GUARD_LIMIT, guard.limitMs());
        header.putInt(at + GUARD_CHECKSUM, guard.checksum());
        FixedText.write(header, at + GUARD_MODE, GUARD_MODE_LENGTH, guard.mode());
        FixedText.write(header, at + GUARD_FAIL, GUARD_FAIL_LENGTH, guard.fail());
        FixedText.write(header, at + GUARD_HOOK, GUARD_HOOK_LENGTH, guard.hook());
        FixedText.write(header, at + GUARD_POLICY, GUARD_POLICY_LENGTH, guard.policyName());
    }

    private int flags() {
        return (policy.monitorOnly() ? MONITOR_ONLY : 0)
                | (policy.kept() ? KEPT : 0)
                | (offload.isLacking() ? OFFLOAD_LACKING : 0)
                | (guard.outlives() ? GUARD_OUTLIVES : 0)
                | (guard.stays() ? GUARD_STAYS : 0);
    }
}
