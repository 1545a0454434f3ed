package org.sekimori.control.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

final class PeerBucketsTest {
    private static final long SECOND_NS = 1_000_000_000;

    private long nowNs = -5;

    private PeerBuckets buckets(int addresses) {
        return new PeerBuckets(addresses, 2, 3, () -> nowNs);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static int taken(PeerBuckets buckets, String address) {
        int count = 0;
        while (count < 100 && buckets.take(address(address))) {
            count++;
        }
        return count;
    }

    @Test
    void shouldGiveABurstAndThenWhatTheRateAllows() {
        PeerBuckets buckets = buckets(64);

        assertThat(taken(buckets, "192.0.2.1")).isEqualTo(3);
        nowNs += SECOND_NS;
        assertThat(taken(buckets, "192.0.2.1")).isEqualTo(2);
        nowNs += 3600 * SECOND_NS;
        assertThat(taken(buckets, "192.0.2.1")).isEqualTo(3);
    }

    @Test
    void shouldCountAnIpv6SiteAsOne() {
        PeerBuckets buckets = buckets(64);

        assertThat(taken(buckets, "2001:db8:1:2::1")).isEqualTo(3);
        assertThat(taken(buckets, "2001:db8:1:2:ffff::9")).isZero();
        assertThat(taken(buckets, "2001:db8:1:3::1")).isEqualTo(3);
    }

    @Test
    void shouldShareWhereThereAreMoreAddressesThanPlaces() {
        PeerBuckets buckets = buckets(8);
        int all = 0;
        for (int i = 0; i < 200; i++) {
            all += taken(buckets, "198.51.100." + i);
        }

        assertThat(all).isEqualTo(8 * 3);
    }

    @Test
    void shouldForgetWhoHasBeenQuiet() {
        PeerBuckets buckets = buckets(8);
        for (int i = 0; i < 200; i++) {
            taken(buckets, "198.51.100." + i);
        }

        nowNs += 2 * SECOND_NS;

        assertThat(taken(buckets, "192.0.2.1")).isEqualTo(3);
    }
}
