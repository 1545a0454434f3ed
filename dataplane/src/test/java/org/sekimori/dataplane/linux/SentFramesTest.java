package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentFramesTest {
    private static final String TEXT = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo:  151234    1234    0    0    0     0          0         0   151234    1235    0    0    0     0       0          0
              eth0:1234567890 98765    0    3    0     0          0         0 987654321  4242    0    0    0     0       0          0
             eth0x:       0       1    0    0    0     0          0         0        0       7    0    0    0     0       0          0
            """;

    @Test
    void shouldReadWhatWasSent() {
        assertThat(SentFrames.in(TEXT, "eth0")).hasValue(4242);
        assertThat(SentFrames.in(TEXT, "lo")).hasValue(1235);
        assertThat(SentFrames.in(TEXT, "eth0x")).hasValue(7);
    }

    @Test
    void shouldSayNothingOfWhatIsNotThere() {
        assertThat(SentFrames.in(TEXT, "eth1")).isEmpty();
        assertThat(SentFrames.in(TEXT, "eth")).isEmpty();
        assertThat(SentFrames.in("eth0: 1 2 3", "eth0")).isEmpty();
        assertThat(SentFrames.in("eth0: 1 2 3 4 5 6 7 8 9 x", "eth0")).isEmpty();
        assertThat(SentFrames.of("no-such-interface")).isEmpty();
        assertThat(SentFrames.of("lo")).isPresent();
    }
}
