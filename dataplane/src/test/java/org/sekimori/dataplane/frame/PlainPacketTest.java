package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.dataplane.frame.FrameBuilder.frame;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.MatchFields;

/** Which frames go the short way; that it comes to the same as the long one, the decoder's reference test shows. */
final class PlainPacketTest {
    private static final int SYN = 0x02;

    private final MatchFields fields = new MatchFields();

    @Test
    void shouldTakeDatagramsAndSegments() {
        assertThat(decode(datagram())).isZero();
        assertThat(fields.destinationPort()).isEqualTo(389);
        assertThat(decode(frame().ipv6("2001:db8::1", "2001:db8::2")
                        .tcp(40_000, 445, SYN)
                        .bytes()))
                .isZero();
        assertThat(fields.destinationPort()).isEqualTo(445);
    }

    @Test
    void shouldLeaveWhateverIsCutOff() {
        byte[] whole = datagram();

        for (int length = EthernetHeader.LENGTH; length < whole.length; length++) {
            assertThat(decode(Arrays.copyOf(whole, length))).isEqualTo(PlainPacket.OTHER);
        }
    }

    @Test
    void shouldLeaveFragmentsAndOptionsAndOtherProtocols() {
        int ip = EthernetHeader.LENGTH;

        assertThat(decode(with(ip + 6, 0x20))).isEqualTo(PlainPacket.OTHER);
        assertThat(decode(with(ip + 7, 0x01))).isEqualTo(PlainPacket.OTHER);
        assertThat(decode(with(ip, 0x46))).isEqualTo(PlainPacket.OTHER);
        assertThat(decode(with(ip, 0x65))).isEqualTo(PlainPacket.OTHER);
        assertThat(decode(with(ip + 9, IpProtocols.GRE))).isEqualTo(PlainPacket.OTHER);
        assertThat(decode(with(ip + 6, 0x40))).isZero();
    }

    private static byte[] datagram() {
        return frame().ipv4("198.51.100.7", "192.0.2.1")
                .udp(40_000, 389)
                .payload(new byte[8])
                .bytes();
    }

    private static byte[] with(int offset, int value) {
        byte[] changed = datagram();
        changed[offset] = (byte) value;
        return changed;
    }

    private int decode(byte[] bytes) {
        UnsafeBuffer frame = new UnsafeBuffer(bytes);
        return PlainPacket.decode(
                frame, EthernetHeader.type(frame, EthernetHeader.TYPE_OFFSET), EthernetHeader.LENGTH, fields);
    }
}
