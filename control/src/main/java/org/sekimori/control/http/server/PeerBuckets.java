package org.sekimori.control.http.server;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * A token bucket for each address, in fixed memory: an address has four places to be in, found by a hash that nobody outside
 * can foresee. Where all are taken by busy others it shares the first. Any thread may ask.
 */
final class PeerBuckets {
    private static final int WAYS = 4;
    private static final int IPV6_PREFIX_BYTES = 8;
    private static final double NS_PER_SECOND = 1e9;

    private final long[] owners;
    private final double[] levels;
    private final long[] filledNs;
    private final long seed = new SecureRandom().nextLong();
    private final double perNs;
    private final int burst;
    private final LongSupplier nanoTime;

    PeerBuckets(int addresses, double perSecond, int burst, LongSupplier nanoTime) {
        int places = Integer.highestOneBit(Math.max(WAYS, addresses - 1)) << 1;
        owners = new long[places];
        levels = new double[places];
        filledNs = new long[places];
        perNs = perSecond / NS_PER_SECOND;
        this.burst = burst;
        this.nanoTime = nanoTime;
        Arrays.fill(levels, burst);
        Arrays.fill(filledNs, nanoTime.getAsLong());
    }

    /** Takes one from the address's bucket; false where it is empty. */
    synchronized boolean take(InetAddress address) {
        int place = placeOf(key(address));
        if (levels[place] < 1) {
            return false;
        }
        levels[place]--;
        return true;
    }

    private int placeOf(long key) {
        int first = (int) (mix(key ^ seed) & (owners.length - WAYS));
        long nowNs = nanoTime.getAsLong();
        int free = -1;
        for (int place = first; place < first + WAYS; place++) {
            fill(place, nowNs);
            if (owners[place] == key) {
                return place;
            }
            if (free < 0 && levels[place] >= burst) {
                free = place;
            }
        }
        if (free < 0) {
            return first;
        }
        owners[free] = key;
        return free;
    }

    private void fill(int place, long nowNs) {
        levels[place] = Math.min(burst, levels[place] + (nowNs - filledNs[place]) * perNs);
        filledNs[place] = nowNs;
    }

    /** The address as a number; of an IPv6 one the half that tells sites apart. */
    static long key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length >= IPV6_PREFIX_BYTES
                ? ByteBuffer.wrap(bytes).getLong()
                : Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt()) | 1L << 40;
    }

    /** The finalizer of MurmurHash3. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
