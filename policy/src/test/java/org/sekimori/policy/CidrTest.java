package org.sekimori.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    private static final long SEED = 11;

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0/24",
        "0.0.0.0/0, 0.0.0.0/0",
        "255.255.255.255, 255.255.255.255/32",
        "10.1.2.3, 10.1.2.3/32",
        "2001:db8::/32, 2001:db8::/32",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1/128",
        "::/0, ::/0",
        "::1, ::1/128",
        "fe80::/10, fe80::/10",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8/128",
        "1:0:0:4:0:0:0:8, 1:0:0:4::8/128",
        "1:0:0:4:5:0:0:8, 1::4:5:0:0:8/128",
        "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8/128",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0/128",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8/128",
        "64:ff9b::192.0.2.0/120, 64:ff9b::c000:200/120",
        "::/96, ::/96",
    })
    void shouldReadAndWrite(String text, String canonical) {
        assertThat(Cidr.parse(text)).hasToString(canonical);
        assertThat(Cidr.parse(canonical)).isEqualTo(Cidr.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "10.1.2.3/8|'10.1.2.3/8' has host bits set; the network is 10.0.0.0/8, the one host 10.1.2.3/32",
                "2001:db8::1/32|'2001:db8::1/32' has host bits set; the network is 2001:db8::/32, the one host 2001:db8::1/128",
                "10.1/16|'10.1/16' is no IPv4 network: expected 4 numbers, as in 192.0.2.0/24, found 2",
                "10|'10' is no IPv4 network: expected 4 numbers, as in 192.0.2.0/24, found 1",
                "1.2.3.4.5|'1.2.3.4.5' is no IPv4 network: expected 4 numbers, as in 192.0.2.0/24, found 5",
                "010.0.0.1|'010.0.0.1' has '010' with a leading zero; write the number without it",
                "10.0.0.256|'10.0.0.256' has '256' where a number from 0 to 255 is expected",
                "10.0.0.99999999999|'10.0.0.99999999999' has '99999999999' where a number from 0 to 255 is expected",
                "10..0.1|'10..0.1' has '' where a number from 0 to 255 is expected",
                "10.0.0.0/33|'10.0.0.0/33' has prefix length '33'; for IPv4 it goes from 0 to 32",
                "10.0.0.0/|'10.0.0.0/' has prefix length ''; for IPv4 it goes from 0 to 32",
                "10.0.0.0/08|'10.0.0.0/08' has prefix length '08'; for IPv4 it goes from 0 to 32",
                "10.0.0.0/-1|'10.0.0.0/-1' has prefix length '-1'; for IPv4 it goes from 0 to 32",
                "10.0.0.0/8/8|'10.0.0.0/8/8' has prefix length '8/8'; for IPv4 it goes from 0 to 32",
                "10.0.0.0/99999999999|'10.0.0.0/99999999999' has prefix length '99999999999'; for IPv4 it goes from 0 to 32",
                "::/129|'::/129' has prefix length '129'; for IPv6 it goes from 0 to 128",
                "example.com|'example.com' is no IP network; expected one like 192.0.2.0/24 or 2001:db8::/32 (names are not looked up)",
                "0x7f.0.0.1|'0x7f.0.0.1' is no IP network; expected one like 192.0.2.0/24 or 2001:db8::/32 (names are not looked up)",
                "10.0.0.0/255.0.0.0|'10.0.0.0/255.0.0.0' has prefix length '255.0.0.0'; for IPv4 it goes from 0 to 32",
                "1.2.3.*|'1.2.3.*' is no IP network; expected one like 192.0.2.0/24 or 2001:db8::/32 (names are not looked up)",
                "fe80::1%eth0|'fe80::1%eth0' has '1%eth0' where 1 to 4 hexadecimal digits are expected",
                "1:2:3:4:5:6:7|'1:2:3:4:5:6:7' is no IPv6 network: expected 8 groups or '::', found 7 groups",
                "1:2:3:4:5:6:7:8:9|'1:2:3:4:5:6:7:8:9' is no IPv6 network: it has more than the 8 groups that fit",
                "1:2:3:4::5:6:7:8|'1:2:3:4::5:6:7:8' has 8 groups and '::' besides; leave '::' out",
                "1::2::3|'1::2::3' has '' where 1 to 4 hexadecimal digits are expected",
                ":::|':::' has '' where 1 to 4 hexadecimal digits are expected",
                ":1:2:3:4:5:6:7|':1:2:3:4:5:6:7' has '' where 1 to 4 hexadecimal digits are expected",
                "12345::|'12345::' has '12345' where 1 to 4 hexadecimal digits are expected",
                "::ffff:0:0/96|'::ffff:0:0/96' is IPv4 in IPv6 notation, which no packet on the line carries; write 0.0.0.0/0",
                "::ffff:10.0.0.0/104|'::ffff:10.0.0.0/104' is IPv4 in IPv6 notation, which no packet on the line carries; write 10.0.0.0/8",
                "::ffff:192.0.2.1|'::ffff:192.0.2.1' is IPv4 in IPv6 notation, which no packet on the line carries; write 192.0.2.1/32",
            })
    void shouldRefuseWithRemedy(String text, String message) {
        assertThatThrownBy(() -> Cidr.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                " 10.0.0.0/8",
                "10.0.0.0/8 ",
                "10.0.0.0 /8",
                "+1.2.3.4",
                "١٠.0.0.0",
                "1:2",
                ":",
                "::1:"
            })
    void shouldRefuse(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAgreeWithThePlatformOnWhatItWrites() throws UnknownHostException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 10_000; i++) {
            long mask = random.nextLong() & random.nextLong();
            Cidr network =
                    Cidr.around(Cidr.IPV6, random.nextLong() & mask, random.nextLong() & mask, random.nextInt(129));
            String text = network.toString();
            assertThat(Cidr.parse(text)).as("seed %d", SEED).isEqualTo(network);
            ByteBuffer bytes = ByteBuffer.wrap(
                    InetAddress.getByName(text.substring(0, text.indexOf('/'))).getAddress());
            assertThat(bytes.getLong()).as(text).isEqualTo(network.high());
            assertThat(bytes.getLong()).as(text).isEqualTo(network.low());
        }
    }

    @Test
    void shouldKnowItsEnds() {
        Cidr network = Cidr.parse("2001:db8::/33");
        assertThat(network.lastHigh()).isEqualTo(0x2001_0DB8_7FFF_FFFFL);
        assertThat(network.lastLow()).isEqualTo(-1L);
        assertThat(network.contains(Cidr.IPV6, 0x2001_0DB8_7FFF_FFFFL, 5)).isTrue();
        assertThat(network.contains(Cidr.IPV6, 0x2001_0DB8_8000_0000L, 5)).isFalse();
        assertThat(Cidr.parse("::/0").contains(Cidr.IPV4, 0, 5)).isFalse();
        assertThat(Cidr.parse("10.0.0.0/8").contains(Cidr.parse("10.1.0.0/16"))).isTrue();
        assertThat(Cidr.parse("10.1.0.0/16").contains(Cidr.parse("10.0.0.0/8"))).isFalse();
    }

    @Test
    void shouldCheckWhatIsBuiltDirectly() {
        assertThatThrownBy(() -> new Cidr(5, 0, 0, 0)).hasMessage("IP version 5; expected 4 or 6");
        assertThatThrownBy(() -> new Cidr(4, 0, 1, 31)).hasMessage("host bits are set behind the prefix of 31");
        assertThatThrownBy(() -> new Cidr(4, 1, 0, 32)).hasMessage("an IPv4 address has 32 bits");
        assertThatThrownBy(() -> new Cidr(6, 0, 0, -1)).hasMessageContaining("from 0 to 128");
    }
}
