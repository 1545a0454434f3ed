package org.sekimori.dataplane.state;

import java.util.concurrent.TimeUnit;
import org.sekimori.policy.Limit;
import org.sekimori.policy.MatchFields;

/**
 * Token buckets, one for each rule and source prefix (or for each rule), for the rates of {@link Limit}. A bucket begins
 * full with {@code burst} tokens, and a packet within the limit takes one.
 *
 * <p>Memory is fixed at construction. A bucket belongs to a set of {@link #WAYS}, chosen by a keyed hash, and is kept
 * until it would be full again: then it is as good as none, and another may have its place. So no flood of forged
 * sources touches the bucket of a source that is sending. While all buckets of a set are in use, newcomers to the set
 * share one more bucket, a set's worth of sources limited together, and are counted as refused. That bucket is shared
 * among few rules too: one finds no more in it than another left.
 *
 * <p>Tokens are counted in units of which a packet costs {@link #TOKEN} and a nanosecond brings {@code ratePerMinute},
 * so nothing is ever rounded. A burst beyond {@link #MAX_BURST} counts as that.
 *
 * <p>Belongs to one worker: its thread is the only one that may call anything but {@link #tally}. So with several
 * workers a source has a bucket at each that judges packets of it; those of one pair of addresses meet one.
 */
public final class LimitMemory {
    /** Units of one token. */
    static final long TOKEN = TimeUnit.MINUTES.toNanos(1);
    /** The greatest burst there are units for. */
    static final int MAX_BURST = (int) (Long.MAX_VALUE / TOKEN);
    /** Buckets of a set. */
    static final int WAYS = 8;

    private static final int NONE = -1;
    private static final int USED = 1 << 31;
    private static final int KEY_SHIFT = 8;
    private static final int SPREAD = 0x9E37_79B1;
    private static final int BYTES_PER_BUCKET = 6 * Long.BYTES + Integer.BYTES;

    private final KeyedHash hash;
    private final int setCount;
    /** Hash and {@link #USED}; 0 for a bucket never used. */
    private final int[] tags;

    private final long[] fullAtNs;
    private final long[] highs;
    private final long[] lows;
    private final long[] scopes;
    private final long[] levels;
    private final long[] filledAtNs;

    private final Key key = new Key();
    private final SteadyClock clock = new SteadyClock();
    private final Tally tally = new Tally();
    private int used;

    /**
     * An empty memory.
     *
     * @param seed of the keyed hash; random in a box
     */
    public LimitMemory(StateOptions options, long seed) {
        hash = new KeyedHash(seed);
        setCount = options.buckets() / WAYS;
        int bucketCount = options.buckets() + setCount;
        tags = new int[bucketCount];
        fullAtNs = new long[bucketCount];
        highs = new long[bucketCount];
        lows = new long[bucketCount];
        scopes = new long[bucketCount];
        levels = new long[bucketCount];
        filledAtNs = new long[bucketCount];
    }

    /**
     * Takes a token for this packet, if there is one: whether the packet is within the limit. Without a rate all are.
     *
     * @param ruleKey the same for all packets the limit applies to, different for each limit
     */
    public boolean take(MatchFields packet, int ruleKey, Limit limit, long nowNs) {
        long now = clock.advance(nowNs);
        if (limit.ratePerMinute() == 0) {
            return true;
        }
        int version = packet.ipVersion();
        long high = SourcePrefix.high(limit, version, packet.sourceHigh());
        long low = SourcePrefix.low(limit, version, packet.sourceLow());
        boolean isPerRule = limit.per() == Limit.Per.RULE;
        key.set(high, low, (long) ruleKey << KEY_SHIFT | (isPerRule ? 0 : version), 0, 0);
        return takeFrom(bucket(ruleKey, now), limit, now);
    }

    /** What this memory counts of itself: {@code size} is buckets ever used; for any thread. */
    public Tally tally() {
        return tally;
    }

    /** Bytes taken, now and for ever. */
    public long memoryBytes() {
        return (long) BYTES_PER_BUCKET * tags.length;
    }

    private boolean takeFrom(int bucket, Limit limit, long nowNs) {
        long full = Math.min(limit.burst(), MAX_BURST) * TOKEN;
        long rate = limit.ratePerMinute();
        long level = refilled(bucket, full, rate, nowNs);
        boolean isWithin = level >= TOKEN;
        if (isWithin) {
            level -= TOKEN;
        }
        levels[bucket] = level;
        filledAtNs[bucket] = nowNs;
        fullAtNs[bucket] = nowNs + timeFor(full - level, rate);
        return isWithin;
    }

    /** The level by now. Never overflows: what would fill the bucket isn't added but replaced by full. */
    private long refilled(int bucket, long full, long rate, long nowNs) {
        long level = Math.min(levels[bucket], full);
        long elapsedNs = nowNs - filledAtNs[bucket];
        return elapsedNs >= timeFor(full - level, rate) ? full : level + elapsedNs * rate;
    }

    /** Nanoseconds that bring so many units or more. */
    private static long timeFor(long units, long rate) {
        long whole = units / rate;
        return whole * rate == units ? whole : whole + 1;
    }

    /** The bucket for the key at hand: its own, a new one of its own, or the one newcomers share. */
    private int bucket(int ruleKey, long nowNs) {
        int hashed = hash.of(key);
        int set = hashed & (setCount - 1);
        int free = NONE;
        for (int bucket = set * WAYS; bucket < set * WAYS + WAYS; bucket++) {
            if (tags[bucket] == (hashed | USED) && holdsKey(bucket)) {
                return bucket;
            }
            if (free == NONE && (tags[bucket] == 0 || fullAtNs[bucket] - nowNs <= 0)) {
                free = bucket;
            }
        }
        if (free != NONE) {
            begin(free, hashed, nowNs);
            return free;
        }
        tally.countRefused();
        return shared(set, ruleKey, nowNs);
    }

    private boolean holdsKey(int bucket) {
        return highs[bucket] == key.a && lows[bucket] == key.b && scopes[bucket] == key.c;
    }

    private void begin(int bucket, int hashed, long nowNs) {
        if (tags[bucket] == 0) {
            tally.size(++used);
        } else {
            tally.countExpired();
        }
        tags[bucket] = hashed | USED;
        highs[bucket] = key.a;
        lows[bucket] = key.b;
        scopes[bucket] = key.c;
        fill(bucket, nowNs);
    }

    /** The bucket newcomers to a set share; rules are spread, so that they seldom meet in one. */
    private int shared(int set, int ruleKey, long nowNs) {
        int bucket = setCount * WAYS + ((set + ruleKey * SPREAD) & (setCount - 1));
        if (tags[bucket] == 0 || fullAtNs[bucket] - nowNs <= 0) {
            tags[bucket] = USED;
            fill(bucket, nowNs);
        }
        return bucket;
    }

    private void fill(int bucket, long nowNs) {
        levels[bucket] = Long.MAX_VALUE;
        filledAtNs[bucket] = nowNs;
    }
}
