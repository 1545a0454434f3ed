package org.sekimori.policy;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import java.security.SecureRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Remembers the verdicts of a policy table for the packets seen last, so that what comes again and again is judged with one
 * look. Belongs to one worker. Memory is fixed: each packet has one place, with two entries. A newcomer gets the second, and
 * the first when it comes again; so what comes once doesn't drive out what comes often. Whatever is sent, the worst is that
 * nothing is found.
 *
 * <p>The key is all that rules see of a packet. A verdict is kept only if nobody had to be asked or told for it: rules that
 * only watch, limits and solicited packets are judged anew every time. Small policies, whose image stays in the
 * processor's cache, are faster without, and pass it by.
 *
 * <pre>
 *   0                   8                  16                  24
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | ports, protocol   | source, upper     | source, lower     | destination, upper|
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | destination, lower| verdict           | unused                                |
 *  +-------------------+-------------------+---------------------------------------+  64
 *
 *  ports, protocol:
 *  63            48 47           32 31  29 28   27    26    25  24 23    9 8          0
 *  +---------------+---------------+------+----+-----+-----+-------+--------+------------+
 *  | source port   | destination   | 0    | v6 |ports| out | kind  | age    | protocol   |
 *  +---------------+---------------+------+----+-----+-----+-------+--------+------------+
 * </pre>
 *
 * <p>The age goes up with each other table, from 1; so nothing of a former policy is found.
 */
public final class VerdictCache implements PacketMemory {
    /** Bytes of an entry: a cache line. */
    public static final int ENTRY_LENGTH = 64;

    private static final int SOURCE_HIGH_OFFSET = 8;
    private static final int SOURCE_LOW_OFFSET = 16;
    private static final int DESTINATION_HIGH_OFFSET = 24;
    private static final int DESTINATION_LOW_OFFSET = 32;
    private static final int VERDICT_OFFSET = 40;
    private static final int USED_LENGTH = 48;
    private static final int PLACE_LENGTH = 2 * ENTRY_LENGTH;

    private static final int SOURCE_PORT_SHIFT = 48;
    private static final int DESTINATION_PORT_SHIFT = 32;
    private static final long IPV6_BIT = 1L << 28;
    private static final long PORTS_BIT = 1L << 27;
    private static final long OUTBOUND_BIT = 1L << 26;
    private static final int KIND_SHIFT = 24;
    private static final int AGE_SHIFT = 9;
    private static final int MAX_AGE = 0x7FFF;
    private static final int PROTOCOL_MASK = 0x1FF;

    private static final int MIN_ENTRIES = 4;
    private static final int MAX_ENTRIES = 1 << 22;

    private final UnsafeBuffer entries;
    private final int shift;
    /** Odd and secret, so that nobody outside can aim at the place of others' packets. */
    private final long firstFactor = new SecureRandom().nextLong() | 1;

    private final long secondFactor = new SecureRandom().nextLong() | 1;
    private final long thirdFactor = new SecureRandom().nextLong() | 1;
    private PolicyTable table;
    private PacketMemory memory;
    private int age;
    private boolean isAsked;

    /**
     * An empty cache.
     *
     * @param memory its memory, zeroed and at best aligned to cache lines: 64 bytes for each of a power of two of
     *     entries, from 4 to 4,194,304
     */
    public VerdictCache(UnsafeBuffer memory) {
        int entryCount = memory.capacity() / ENTRY_LENGTH;
        if (entryCount < MIN_ENTRIES || entryCount > MAX_ENTRIES || Integer.bitCount(entryCount) != 1) {
            throw new IllegalArgumentException("verdict cache of " + entryCount
                    + " entries; expected a power of two from " + MIN_ENTRIES + " to " + MAX_ENTRIES);
        }
        entries = memory;
        shift = Long.SIZE + 1 - Integer.numberOfTrailingZeros(entryCount);
    }

    /** The same as {@link PolicyTable#evaluate} of that table. */
    public int evaluate(PolicyTable policy, MatchFields fields, PacketMemory asked) {
        if (!policy.isLarge()) {
            return policy.evaluate(fields, asked);
        }
        if (policy != table) {
            turnTo(policy);
        }
        long key = key(fields);
        int first = place(key, fields);
        if (holds(first, key, fields)) {
            return entries.getInt(first + VERDICT_OFFSET, BYTE_ORDER);
        }
        int second = first + ENTRY_LENGTH;
        if (holds(second, key, fields)) {
            int verdict = entries.getInt(second + VERDICT_OFFSET, BYTE_ORDER);
            copy(first, second);
            put(first, key, fields, verdict);
            return verdict;
        }
        isAsked = false;
        memory = asked;
        int verdict = policy.evaluate(fields, this);
        if (!isAsked) {
            put(isOfThisAge(first) ? second : first, key, fields, verdict);
        }
        return verdict;
    }

    private boolean holds(int entry, long key, MatchFields fields) {
        return entries.getLong(entry, BYTE_ORDER) == key
                && entries.getLong(entry + SOURCE_LOW_OFFSET, BYTE_ORDER) == fields.sourceLow()
                && entries.getLong(entry + DESTINATION_LOW_OFFSET, BYTE_ORDER) == fields.destinationLow()
                && entries.getLong(entry + SOURCE_HIGH_OFFSET, BYTE_ORDER) == fields.sourceHigh()
                && entries.getLong(entry + DESTINATION_HIGH_OFFSET, BYTE_ORDER) == fields.destinationHigh();
    }

    private boolean isOfThisAge(int entry) {
        return ((int) (entries.getLong(entry, BYTE_ORDER) >>> AGE_SHIFT) & MAX_AGE) == age;
    }

    private void turnTo(PolicyTable policy) {
        table = policy;
        if (age == MAX_AGE) {
            entries.setMemory(0, entries.capacity(), (byte) 0);
            age = 0;
        }
        age++;
    }

    private long key(MatchFields fields) {
        return (long) fields.sourcePort() << SOURCE_PORT_SHIFT
                | (long) fields.destinationPort() << DESTINATION_PORT_SHIFT
                | (fields.ipVersion() == Cidr.IPV6 ? IPV6_BIT : 0)
                | (fields.hasPorts() ? PORTS_BIT : 0)
                | (fields.direction() == Direction.INBOUND ? 0 : OUTBOUND_BIT)
                | (long) fields.messageKind() << KIND_SHIFT
                | (long) age << AGE_SHIFT
                | fields.ipProtocol() & PROTOCOL_MASK;
    }

    /** Where the two entries for such a packet begin. */
    private int place(long key, MatchFields fields) {
        long hash = key * firstFactor + fields.sourceLow() * thirdFactor + fields.sourceHigh() * secondFactor;
        hash = (hash ^ hash >>> Integer.SIZE ^ fields.destinationLow()) * secondFactor;
        hash = (hash ^ hash >>> Integer.SIZE ^ fields.destinationHigh()) * firstFactor;
        return (int) (hash >>> shift) * PLACE_LENGTH;
    }

    private void copy(int from, int to) {
        for (int offset = 0; offset < USED_LENGTH; offset += Long.BYTES) {
            entries.putLong(to + offset, entries.getLong(from + offset, BYTE_ORDER), BYTE_ORDER);
        }
    }

    private void put(int entry, long key, MatchFields fields, int verdict) {
        entries.putLong(entry, key, BYTE_ORDER);
        entries.putLong(entry + SOURCE_HIGH_OFFSET, fields.sourceHigh(), BYTE_ORDER);
        entries.putLong(entry + SOURCE_LOW_OFFSET, fields.sourceLow(), BYTE_ORDER);
        entries.putLong(entry + DESTINATION_HIGH_OFFSET, fields.destinationHigh(), BYTE_ORDER);
        entries.putLong(entry + DESTINATION_LOW_OFFSET, fields.destinationLow(), BYTE_ORDER);
        entries.putInt(entry + VERDICT_OFFSET, verdict, BYTE_ORDER);
    }

    @Override
    public void onMonitorMatch(int ruleIndex) {
        isAsked = true;
        memory.onMonitorMatch(ruleIndex);
    }

    @Override
    public boolean isSolicited(MatchFields fields) {
        isAsked = true;
        return memory.isSolicited(fields);
    }

    @Override
    public boolean exceedsLimit(int ruleIndex, MatchFields fields) {
        isAsked = true;
        return memory.exceedsLimit(ruleIndex, fields);
    }

    @Override
    public boolean exceedsAllowance(int ruleIndex, MatchFields fields) {
        isAsked = true;
        return memory.exceedsAllowance(ruleIndex, fields);
    }
}
