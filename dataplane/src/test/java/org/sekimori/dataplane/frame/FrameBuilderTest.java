package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FrameBuilderTest {
    private static final byte[] QUERY = {1, 2, 3};

    @Test
    void shouldBuildTheVeryBytesOfAnIpv4Datagram() {
        byte[] frame = FrameBuilder.frame()
                .vlan(0x88A8, 7)
                .ipv4("192.0.2.1", "198.51.100.2")
                .udp(1024, 53)
                .payload(QUERY)
                .bytes();

        assertThat(HexFormat.of().formatHex(frame))
                .isEqualTo("020000000002" + "020000000001" + "88a80007" + "0800"
                        + "4500001f" + "00010000" + "40118e96" + "c0000201" + "c6336402"
                        + "04000035" + "000b0b6a" + "010203");
    }

    @Test
    void shouldFillInAnIpv4HeaderChecksumThatHolds() {
        byte[] frame = FrameBuilder.frame()
                .ipv4("10.1.2.3", "10.4.5.6")
                .ipv4Options((byte) 0x94, (byte) 4, (byte) 0, (byte) 0)
                .tcp(1024, 445, 2)
                .bytes();

        assertThat(Checksum.of(Arrays.copyOfRange(frame, 14, 14 + 24))).isZero();
    }

    @Test
    void shouldChainExtensionHeaders() {
        byte[] frame = FrameBuilder.frame()
                .ipv6("2001:db8::1", "2001:db8::2")
                .extension(IpProtocols.HOP_BY_HOP, 8)
                .extension(IpProtocols.AUTHENTICATION, 12)
                .fragmentHeader(9, 0, true)
                .udp(1, 2)
                .bytes();

        assertThat(HexFormat.of().formatHex(frame, 14, 22)).isEqualTo("60000000" + "00240040");
        assertThat(HexFormat.of().formatHex(frame, 54, 82))
                .isEqualTo("3300000000000000" + "2c0100000000000000000000" + "1100000100000009");
    }

    @Test
    void shouldPadAndCut() {
        assertThat(FrameBuilder.frame()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .udp(1, 2)
                        .padTo(60)
                        .bytes())
                .hasSize(60);
        assertThat(FrameBuilder.frame()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .udp(1, 2)
                        .cutTo(33)
                        .bytes())
                .hasSize(33);
    }
}
