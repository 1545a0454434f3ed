package org.sekimori.dataplane.event;

import java.util.concurrent.TimeUnit;

/**
 * A token bucket kept as one number: the time at which it would be full again (the generic cell rate algorithm, ITU-T
 * I.371). 0 is a full bucket. Times begin at 0.
 *
 * @param intervalNs time in which a token comes
 * @param toleranceNs how far ahead the bucket's time may be for an event to be told
 */
record EventRate(long intervalNs, long toleranceNs) {
    /** So many a second, so many at once. */
    static EventRate of(double perSecond, int burst) {
        long intervalNs = Math.max(1, (long) (TimeUnit.SECONDS.toNanos(1) / perSecond));
        return new EventRate(intervalNs, (burst - 1) * intervalNs);
    }

    boolean hasToken(long fullAtNs, long nowNs) {
        return fullAtNs - nowNs <= toleranceNs;
    }

    /** The bucket's time once a token was taken. */
    long afterTaking(long fullAtNs, long nowNs) {
        return Math.max(fullAtNs, nowNs) + intervalNs;
    }
}
