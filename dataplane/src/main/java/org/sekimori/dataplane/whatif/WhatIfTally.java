package org.sekimori.dataplane.whatif;

import static org.sekimori.dataplane.whatif.WhatIfDescriptor.*;

import java.security.SecureRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.frame.SourceHash;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;

/**
 * One worker's tally of a comparison; that worker's own. The hosts held are those most affected, as far as that can be told
 * in fixed memory: one that finds no room takes the place of the least affected of its neighbours in the table, whose
 * frames then count as somebody else's.
 */
public final class WhatIfTally {
    /** Bytes of a worker's part. */
    public static final int LENGTH = WhatIfDescriptor.LENGTH;

    private static final int PROBES = 8;
    private final SourceHash hash = new SourceHash(new SecureRandom().nextLong());
    private final UnsafeBuffer values;

    /** Over a worker's part of {@link #LENGTH} bytes, zeroed at the start. */
    public WhatIfTally(UnsafeBuffer part) {
        values = part;
    }

    /** Whether it is that comparison that is tallied. */
    public boolean isOf(long run) {
        return values.getLong(RUN) == run;
    }

    /** Forgets the comparison before, and tallies that one. */
    public void begin(long run) {
        values.putLongRelease(RUN, 0);
        values.setMemory(RUN + Long.BYTES, LENGTH - RUN - Long.BYTES, (byte) 0);
        values.putLongRelease(RUN, run);
    }

    /** A frame met the same fate by both policies, or will be told of as well. */
    public void compared(int frameBytes) {
        count(COMPARED, frameBytes);
    }

    /** The candidate alone would drop a frame; rules by their counters, negative for none. */
    public void additional(MatchFields packet, int frameBytes, int candidateRule, int activeRule) {
        count(ADDITIONAL, frameBytes);
        count(host(packet, candidateRule, activeRule) + HOST_ADDITIONAL, frameBytes);
    }

    /** The candidate would let a frame pass that was dropped. */
    public void stopped(MatchFields packet, int frameBytes, int candidateRule, int activeRule) {
        count(STOPPED, frameBytes);
        count(host(packet, candidateRule, activeRule) + HOST_STOPPED, frameBytes);
    }

    /** What the comparison costs: time for each frame, and how many per mille of the worker's time it takes. */
    public void cost(long frameNs, int sharePerMille) {
        values.putLongRelease(FRAME_NS, frameNs);
        values.putIntRelease(SHARE, sharePerMille);
    }

    /** That is more than it may: this worker compares no more. */
    public void tooMuch() {
        values.putIntRelease(IS_TOO_MUCH, 1);
    }

    /** Whether {@link #tooMuch} was said of that comparison; for any thread. */
    public boolean isTooMuch(long run) {
        return values.getLongVolatile(RUN) == run && values.getIntVolatile(IS_TOO_MUCH) != 0;
    }

    /** Where the inside host of that packet has its entry. */
    private int host(MatchFields packet, int candidateRule, int activeRule) {
        boolean inbound = packet.direction() == Direction.INBOUND;
        long high = inbound ? packet.destinationHigh() : packet.sourceHigh();
        long low = inbound ? packet.destinationLow() : packet.sourceLow();
        int at = find(high, low, packet.ipVersion());
        values.putInt(at + CANDIDATE_RULE, candidateRule);
        values.putInt(at + ACTIVE_RULE, activeRule);
        return at;
    }

    private int find(long high, long low, int ipVersion) {
        int first = hash.of(high, low) & HOST_COUNT - 1;
        int least = 0;
        long leastFrames = Long.MAX_VALUE;
        for (int probe = 0; probe < PROBES; probe++) {
            int at = WhatIfDescriptor.host((first + probe) % HOST_COUNT);
            int holder = values.getInt(at + IP_VERSION);
            if (holder == ipVersion && values.getLong(at + HIGH) == high && values.getLong(at + LOW) == low) {
                return at;
            }
            long frames = holder == 0 ? 0 : values.getLong(at + HOST_ADDITIONAL) + values.getLong(at + HOST_STOPPED);
            if (frames < leastFrames) {
                leastFrames = frames;
                least = at;
            }
        }
        take(least, high, low, ipVersion);
        return least;
    }

    private void take(int at, long high, long low, int ipVersion) {
        add(ADDITIONAL_ELSEWHERE, values.getLong(at + HOST_ADDITIONAL));
        add(STOPPED_ELSEWHERE, values.getLong(at + HOST_STOPPED));
        values.putIntRelease(at + IP_VERSION, 0);
        values.setMemory(at, IP_VERSION, (byte) 0);
        values.putLong(at + HIGH, high);
        values.putLong(at + LOW, low);
        values.putIntRelease(at + IP_VERSION, ipVersion);
    }

    private void count(int at, int frameBytes) {
        add(at, 1);
        add(at + BYTES, frameBytes);
    }

    private void add(int at, long amount) {
        values.putLongRelease(at, values.getLong(at) + amount);
    }
}
