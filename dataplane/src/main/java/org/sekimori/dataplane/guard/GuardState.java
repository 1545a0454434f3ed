package org.sekimori.dataplane.guard;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.ebpf.walk.FailMode;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.dataplane.linux.MapMemory;

/** What programs and processes share; {@link GuardDescriptor} says what lies where and who writes it. */
final class GuardState implements AutoCloseable {
    /** Null where the values are somebody else's. */
    private final MapMemory memory;

    private final UnsafeBuffer values;

    /** Of that map, whose owner may close it. */
    GuardState(EbpfMap map) {
        memory = new MapMemory(map, GuardDescriptor.LENGTH);
        values = memory.values();
    }

    /** Over these values, which the caller looks after. */
    GuardState(UnsafeBuffer values) {
        this.values = values;
        memory = null;
    }

    /** Who decides. Pairs a program's store with this load. */
    int mode() {
        return values.getIntAcquire(GuardDescriptor.MODE_OFFSET);
    }

    /** From now on that decides. Partner: a program's load. */
    void mode(int mode, long nowNs) {
        values.putLong(GuardDescriptor.SINCE_OFFSET, nowNs);
        values.putIntRelease(GuardDescriptor.MODE_OFFSET, mode);
    }

    /** The same, unless the mode isn't what it was: then a program has found the box gone. */
    void change(int before, int mode, long nowNs) {
        if (values.compareAndSetInt(GuardDescriptor.MODE_OFFSET, before, mode)) {
            values.putLong(GuardDescriptor.SINCE_OFFSET, nowNs);
        }
    }

    /** The box has made a whole round, at that time by {@link System#nanoTime}. */
    void beat(long nanoTime) {
        values.putLongRelease(GuardDescriptor.BEAT_OFFSET, nanoTime);
    }

    /** When the box last made a whole round; 0 for never. */
    long beatNs() {
        return values.getLongAcquire(GuardDescriptor.BEAT_OFFSET);
    }

    /** How old the beat may be. */
    void limitNs(long limitNs) {
        values.putLong(GuardDescriptor.LIMIT_OFFSET, limitNs);
    }

    long limitNs() {
        return values.getLong(GuardDescriptor.LIMIT_OFFSET);
    }

    /** One trip more was found. */
    void countTrip() {
        values.putLongRelease(GuardDescriptor.TRIPS_OFFSET, trips() + 1);
    }

    long trips() {
        return values.getLongAcquire(GuardDescriptor.TRIPS_OFFSET);
    }

    /** When a program last found the beat too old; 0 for never. */
    long trippedNs() {
        return values.getLongAcquire(GuardDescriptor.TRIPPED_OFFSET);
    }

    /** Since when the mode is what it is: the box's word or the trip, whichever came last. */
    long sinceNs() {
        return Math.max(
                values.getLong(GuardDescriptor.SINCE_OFFSET), mode() == GuardDescriptor.ALONE ? trippedNs() : 0);
    }

    /** The programs hold that policy from now on. For people: a reader may see half of it. */
    void policy(String name, int checksum) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, GuardDescriptor.MAX_NAME_BYTES);
        values.putInt(GuardDescriptor.CHECKSUM_OFFSET, checksum);
        values.putBytes(GuardDescriptor.NAME_OFFSET, bytes, 0, length);
        values.putIntRelease(GuardDescriptor.NAME_LENGTH_OFFSET, length);
    }

    /** The name of the policy that the programs hold; empty where that isn't known. */
    String policyName() {
        int length = values.getIntAcquire(GuardDescriptor.NAME_LENGTH_OFFSET);
        byte[] bytes = new byte[Math.max(0, Math.min(length, GuardDescriptor.MAX_NAME_BYTES))];
        values.getBytes(GuardDescriptor.NAME_OFFSET, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    int policyChecksum() {
        return values.getInt(GuardDescriptor.CHECKSUM_OFFSET);
    }

    /** What becomes of frames that only the box could judge. */
    void failMode(FailMode mode) {
        values.putInt(GuardDescriptor.FAIL_OFFSET, mode.ordinal() + 1);
    }

    /** The same; empty where it isn't known. */
    Optional<FailMode> failMode() {
        int number = values.getInt(GuardDescriptor.FAIL_OFFSET) - 1;
        return number < 0 || number >= FailMode.values().length
                ? Optional.empty()
                : Optional.of(FailMode.values()[number]);
    }

    int version() {
        return values.getInt(GuardDescriptor.VERSION_OFFSET);
    }

    /** Of this version; a new one is alone from now on. */
    void stamp(long nowNs) {
        if (version() != GuardDescriptor.LAYOUT_VERSION) {
            values.putInt(GuardDescriptor.VERSION_OFFSET, GuardDescriptor.LAYOUT_VERSION);
            mode(GuardDescriptor.ALONE, nowNs);
        }
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
        }
    }
}
