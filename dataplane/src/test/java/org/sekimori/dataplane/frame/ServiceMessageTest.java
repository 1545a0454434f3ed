package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.dataplane.frame.SampleFrames.dns;
import static org.sekimori.dataplane.frame.SampleFrames.ipv4;
import static org.sekimori.dataplane.frame.SampleFrames.ntp;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LDAP and SNMP, the kind by source port, and messages too short to tell. */
class ServiceMessageTest {
    private static final int LDAP = 389;
    private static final int SNMP = 161;
    private static final int NTP = 123;
    private static final Set<Integer> LDAP_RESPONSES =
            Set.of(0x61, 0x64, 0x65, 0x67, 0x69, 0x6B, 0x6D, 0x6F, 0x73, 0x78, 0x79);

    private static DecodedLayer layer(int source, int destination, byte[] message) {
        return DecodedLayer.all(ipv4().udp(source, destination).payload(message).padTo(300))
                .get(0);
    }

    private static String kindOf(int port, byte[] message) {
        return layer(40000, port, message).decoded().kind();
    }

    private static String kindOf(int port, String hex) {
        return kindOf(port, HexFormat.of().parseHex(hex));
    }

    @Test
    void shouldTellLdapByTheOperationsTag() {
        for (int tag = 0; tag < 256; tag++) {
            String kind = LDAP_RESPONSES.contains(tag) ? "reply" : "request";
            String operation = String.format("%02x", tag);
            assertThat(kindOf(LDAP, "3007" + "020101" + operation + "020000"))
                    .as(operation)
                    .isEqualTo(kind);
            assertThat(kindOf(LDAP, "308400000007" + "02040000ffff" + operation + "8400000000"))
                    .as(operation)
                    .isEqualTo(kind);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "30800201016400, no definite length",
        "3085000000000502010164, more than four bytes of length",
        "3105020101640000, no sequence",
        "300504010164000000, the id is no integer",
        "30050200640000, the id is empty",
        "300a02050000000001640000, the id is too long",
        "300c02840000000501020304640000, the id is too long in its long form"
    })
    void shouldTakeWhatIsNoLdapForARequest(String message, String why) {
        DecodedLayer layer = layer(40000, LDAP, HexFormat.of().parseHex(message));

        assertThat(layer.decoded().kind()).as(why).isEqualTo("request");
        assertThat(layer.undersized()).as(why).isFalse();
    }

    @Test
    void shouldTakeAnLdapMessageThatIsCutOffForAShortRequest() {
        byte[] message = HexFormat.of().parseHex("308400000007" + "02020101" + "6484");
        for (int length = 0; length < message.length; length++) {
            DecodedLayer layer = layer(40000, LDAP, Arrays.copyOf(message, length));
            boolean isShort = length < 11;
            assertThat(layer.undersized()).as("%d bytes", length).isEqualTo(isShort);
            assertThat(layer.decoded().kind()).as("%d bytes", length).isEqualTo(isShort ? "request" : "reply");
        }
    }

    @Test
    void shouldTellSnmpByItsPdu() {
        for (int pdu = 0xA0; pdu <= 0xA9; pdu++) {
            String kind = pdu == 0xA2 || pdu == 0xA8 ? "reply" : "request";
            assertThat(kindOf(SNMP, SnmpSamples.version1(pdu))).as("%x", pdu).isEqualTo(kind);
            assertThat(kindOf(SNMP, SnmpSamples.version2(pdu))).as("%x", pdu).isEqualTo(kind);
            assertThat(kindOf(SNMP, SnmpSamples.version3(pdu, 0))).as("%x", pdu).isEqualTo(kind);
            assertThat(kindOf(SNMP, SnmpSamples.version3(pdu, 4))).as("%x", pdu).isEqualTo(kind);
        }
    }

    @Test
    void shouldTellEncryptedSnmpByItsReportableFlag() {
        assertThat(kindOf(SNMP, SnmpSamples.version3Encrypted(3))).isEqualTo("reply");
        assertThat(kindOf(SNMP, SnmpSamples.version3Encrypted(7))).isEqualTo("request");
    }

    @Test
    void shouldTakeOtherVersionsOfSnmpForRequests() {
        byte[] message = SnmpSamples.version2(0xA2);
        for (int version : new int[] {2, 4, 255}) {
            message[4] = (byte) version;
            assertThat(kindOf(SNMP, message)).isEqualTo("request");
        }
    }

    @Test
    void shouldTakeAnSnmpMessageThatIsCutOffForAShortRequest() {
        for (byte[] message : new byte[][] {SnmpSamples.version1(0xA2), SnmpSamples.version3(0xA2, 0)}) {
            int pdu = lastIndexOf(message, (byte) 0xA2);
            for (int length = 0; length < message.length; length++) {
                DecodedLayer layer = layer(40000, SNMP, Arrays.copyOf(message, length));
                assertThat(layer.undersized()).as("%d bytes", length).isEqualTo(length <= pdu);
                assertThat(layer.decoded().kind())
                        .as("%d bytes", length)
                        .isEqualTo(length <= pdu ? "request" : "reply");
            }
        }
    }

    @Test
    void shouldLookNoFurtherIntoSnmpThanItsBound() {
        byte[] community = new byte[400];
        byte[] message = new byte[9 + community.length + 4];
        byte[] head = HexFormat.of().parseHex("30820200" + "020101" + "0482" + "0190");
        System.arraycopy(head, 0, message, 0, head.length);
        message[head.length + 400] = (byte) 0xA2;

        assertThat(layer(40000, SNMP, Arrays.copyOf(message, head.length + 410)))
                .returns("request", layer -> layer.decoded().kind())
                .returns(false, DecodedLayer::undersized);
    }

    private static int lastIndexOf(byte[] bytes, byte wanted) {
        int index = bytes.length - 1;
        while (bytes[index] != wanted) {
            index--;
        }
        return index;
    }

    @Test
    void shouldTellTheKindByTheSourcePortToo() {
        assertThat(layer(53, 40000, dns(40, true)).sourceKind()).isEqualTo("reply");
        assertThat(layer(53, 40000, dns(40, false)).sourceKind()).isEqualTo("request");
        assertThat(layer(123, 40000, ntp(48, 4)).sourceKind()).isEqualTo("reply");
        assertThat(layer(40000, 53, dns(40, true)).sourceKind()).isEqualTo("unknown");
        assertThat(layer(53, 123, dns(48, true)))
                .returns("reply", DecodedLayer::sourceKind)
                .returns("request", layer -> layer.decoded().kind());
    }

    @Test
    void shouldTakeTcpsFlagsForBothKinds() {
        DecodedLayer ask = DecodedLayer.all(ipv4().tcp(445, 40000, 0x02)).get(0);
        DecodedLayer answer = DecodedLayer.all(ipv4().tcp(445, 40000, 0x12)).get(0);

        assertThat(ask)
                .returns("request", DecodedLayer::sourceKind)
                .returns("flags 2 seq 1 ack 0", DecodedLayer::transport);
        assertThat(answer).returns("reply", DecodedLayer::sourceKind);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void shouldCountAnNtpMessageBelowItsHeaderAsShortButNotTheModesThatMayBe(int mode) {
        assertThat(layer(1, NTP, ntp(47, mode)).undersized()).isEqualTo(mode < 6);
        assertThat(layer(1, NTP, ntp(48, mode)).undersized()).isFalse();
        assertThat(layer(1, NTP, new byte[0]).undersized()).isTrue();
    }

    @Test
    void shouldCountShortMessagesByTheDestinationPortOnly() {
        assertThat(layer(1, 53, dns(11, true)).undersized()).isTrue();
        assertThat(layer(1, 53, dns(12, true)).undersized()).isFalse();
        assertThat(layer(1, 1900, SampleFrames.text("NOTIFY*")).undersized()).isTrue();
        assertThat(layer(1, 1900, new byte[0]).undersized()).isTrue();
        assertThat(layer(1, 1900, SampleFrames.text(" ".repeat(80))).undersized())
                .isFalse();
        assertThat(layer(53, 40000, dns(3, true)).undersized()).isFalse();
    }

    @Test
    void shouldReadEchoIdentifiers() {
        byte[] echo = {8, 0, 0, 0, 0x12, 0x34, 0, 1};
        byte[] unreachable = {3, 1, 0, 0, 0x12, 0x34, 0, 1};

        assertThat(DecodedLayer.all(ipv4().protocol(1).payload(echo)).get(0).transport())
                .isEqualTo("type 8 id 4660");
        assertThat(DecodedLayer.all(ipv4().protocol(1).payload(unreachable))
                        .get(0)
                        .transport())
                .isEqualTo("type 3 id -1");
        assertThat(DecodedLayer.all(ipv4().protocol(1).payload(Arrays.copyOf(echo, 7)))
                        .get(0)
                        .transport())
                .isEqualTo("type 8 id -1");
    }
}
