package org.sekimori.policy.sets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.Cidr;

class SetReaderTest {
    private static final long SEED = 77;

    @Test
    void shouldReadPlainLists() {
        SetContents contents = read("partners.netset", """
                # a comment
                ; another
                203.0.113.0/24
                198.51.100.7          # the branch office\r
                \t192.0.2.10-192.0.2.11 ; two hosts
                192.0.2.20 - 192.0.2.20

                2001:db8:1::/48
                2001:DB8:2::1
                """);
        assertSound(contents);
        assertNetworks(
                contents,
                "192.0.2.10/31",
                "192.0.2.20/32",
                "198.51.100.7/32",
                "203.0.113.0/24",
                "2001:db8:1::/48",
                "2001:db8:2::1/128");
    }

    @Test
    void shouldReadWithoutLastLineEndAndWithByteOrderMark() {
        assertNetworks(read("a.txt", "\uFEFF192.0.2.1\r\n192.0.2.3"), "192.0.2.1/32", "192.0.2.3/32");
        assertNetworks(read("a.txt", ""));
        assertNetworks(read("a.txt", "\n\n# nothing\n"));
    }

    @Test
    void shouldReadSavedIpsets() {
        SetContents contents = read("saved.ipset", """
                # ipset save
                create partners4 hash:net family inet hashsize 1024 maxelem 65536 comment bucketsize 12
                create partners6 hash:net family inet6 hashsize 1024 maxelem 65536
                add partners4 10.0.0.0/8 timeout 0 comment "all of nomatch # it"
                add partners4 10.1.0.0/16 nomatch
                add partners4 10.1.2.0/24 timeout 300
                add partners6 2001:db8::/32 packets 0 bytes 0
                COMMIT
                """);
        assertSound(contents);
        assertThat(contents.entries().addresses().contains(Cidr.IPV4, 0, 0x0A02_0000L))
                .isTrue();
        assertThat(contents.entries().addresses().contains(Cidr.IPV4, 0, 0x0A01_0001L))
                .isFalse();
        assertThat(contents.entries().addresses().contains(Cidr.IPV4, 0, 0x0A01_0201L))
                .isTrue();
        assertThat(contents.entries().addresses().ipv6Count()).isEqualTo(1);
    }

    @Test
    void shouldReadAColumnOfCsv() {
        String rows = """
                # made by hand
                name,"the ""network""\",note
                "a, b",192.0.2.0/25,"two
                lines"
                c,"192.0.2.128/25",
                d, 2001:db8::/32 ,x\r

                """;
        SetLayout byName = new SetLayout(Optional.empty(), Optional.of("the \"network\""), ',');
        SetLayout byNumber = new SetLayout(Optional.empty(), Optional.of("2"), ',');
        assertThat(SetReader.read("x", bytes(rows), byName).errors()).isEmpty();
        assertNetworks(SetReader.read("x", bytes(rows), byName), "192.0.2.0/24", "2001:db8::/32");
        assertNetworks(SetReader.read("x", bytes(rows), byNumber), "192.0.2.0/24", "2001:db8::/32");
        SetLayout tabs = new SetLayout(Optional.of(SetFormat.CSV), Optional.of("NET"), '\t');
        assertNetworks(SetReader.read("x", bytes("id\tnet\n1\t10.0.0.0/8"), tabs), "10.0.0.0/8");
        assertNetworks(read("x.csv", "10.0.0.0/8,a\n11.0.0.0/8,b\n"), "10.0.0.0/7");
    }

    @Test
    void shouldGuessTheFormatFromTheTextWhereItIsNotSaid() {
        assertNetworks(read("firehol.ipset", "# ipset of addresses\n192.0.2.1\n"), "192.0.2.1/32");
        assertNetworks(read("list.netset", "\ncreate a hash:ip\nadd a 192.0.2.1\n"), "192.0.2.1/32");
        assertNetworks(read("LIST.CSV", "net\n192.0.2.1\n"), "192.0.2.1/32");
        SetLayout plain = new SetLayout(Optional.of(SetFormat.PLAIN), Optional.empty(), ',');
        assertThat(SetReader.read("x", bytes("add a 192.0.2.1\n"), plain).errors())
                .containsExactly("'x' line 1: 'add a 192.0.2.1' is no IP network; expected one like 192.0.2.0/24 or"
                        + " 2001:db8::/32 (names are not looked up)");
    }

    @Test
    void shouldTellOnceOfWhatListsInTheWildHave() {
        SetContents contents = read(
                "wild",
                "192.0.2.77/24\n198.51.100.0/24\n2001:db8::1/32\n::ffff:192.0.2.1\n::ffff:0:0/96\n"
                        + "::ffff:10.0.0.0-::ffff:10.0.0.9\n");
        assertThat(contents.errors()).isEmpty();
        assertThat(contents.warnings())
                .containsExactly(
                        "'wild': host bits are set in 2 lines, the first of them 1; they are ignored",
                        "'wild': IPv4 is in IPv6 notation, which no packet on the line carries, in 3 lines, the first"
                                + " of them 4; it is left out");
        assertNetworks(contents, "192.0.2.0/24", "198.51.100.0/24", "2001:db8::/32");
        assertThat(read("one", "10.0.0.1/8\n").warnings())
                .containsExactly("'one': host bits are set in line 1; they are ignored");
    }

    @Test
    void shouldNameTheLineOfWhatCannotBeRead() {
        assertThat(read("a", "192.0.2.0/24\n\n10.0.0.300\n192.0.2.9-192.0.2.1\n10.0.0.1-::1\n1.2.3.4-5\n010.1.1.1\n")
                        .errors())
                .containsExactly(
                        "'a' line 3: '10.0.0.300' has '300' where a number from 0 to 255 is expected",
                        "'a' line 4: '192.0.2.9-192.0.2.1' runs backwards",
                        "'a' line 5: '10.0.0.1-::1' runs from IPv4 to IPv6",
                        "'a' line 6: '1.2.3.4-5' is no range; expected one like 192.0.2.10-192.0.2.20",
                        "'a' line 7: '010.1.1.1' has '010' with a leading zero; write the number without it");
        assertThat(read("a", "x\n".repeat(13)).errors())
                .hasSize(11)
                .last()
                .isEqualTo("'a': 3 more lines can't be read");
        assertThat(read("a", "x".repeat(1_000)).errors())
                .containsExactly("'a' line 1: '" + "x".repeat(100) + "...' is longer than any network");
        assertThat(read("a", "create a hash:net,port family inet\nadd a 10.0.0.0/8,tcp:80\ndel a 1.2.3.4\nadd b\n")
                        .errors())
                .hasSize(4)
                .startsWith("'a' line 1: type 'hash:net,port' of ipset has other entries than networks; expected"
                        + " hash:net or hash:ip")
                .endsWith("'a' line 4: an entry is missing; expected 'create NAME hash:net …' or 'add NAME NETWORK'");
        SetLayout column = new SetLayout(Optional.empty(), Optional.of("net"), ',');
        assertThat(SetReader.read("a", bytes("ip,name\n192.0.2.1,b\n"), column).errors())
                .containsExactly("'a' line 1: no column is named 'net'; the first row has ip, name");
        SetLayout third = new SetLayout(Optional.empty(), Optional.of("3"), ',');
        assertThat(SetReader.read("a", bytes("1,2,192.0.2.1\n1,2\n\"1\n2\",2,bad"), third)
                        .errors())
                .containsExactly(
                        "'a' line 2: there is no column 3; this row has 2",
                        "'a' line 3: 'bad' is no IP network; expected one like 192.0.2.0/24 or 2001:db8::/32 (names are"
                                + " not looked up)");
        assertThat(SetReader.read("a", bytes("192.0.2.1,\"never closed\n"), third)
                        .errors())
                .contains("'a' line 1: a quote that begins in this row is never closed");
        assertThat(SetReader.read("a", "192.0.2.1\n".getBytes(StandardCharsets.UTF_16), SetLayout.UNSAID)
                        .errors())
                .containsExactly("'a' is UTF-16 text; save it as UTF-8");
    }

    @Test
    void shouldNeverThrow() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> seeds = List.of(
                "192.0.2.0/24\n10.0.0.1-10.0.0.9\n2001:db8::/32\n",
                "create a hash:net\nadd a 10.0.0.0/8 nomatch comment \"x y\"\n",
                "a,\"b\"\"c\",192.0.2.1\n\"x\ny\",2,3\n");
        String letters = "\n\r\"',; #/-.:0af\0";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
            for (int change = random.nextInt(5); change > 0; change--) {
                text.setCharAt(random.nextInt(text.length()), letters.charAt(random.nextInt(letters.length())));
            }
            text.setLength(random.nextInt(text.length() + 1));
            SetFormat format = SetFormat.values()[random.nextInt(SetFormat.values().length)];
            SetLayout layout = new SetLayout(Optional.of(format), Optional.of(random.nextBoolean() ? "1" : "b"), ',');
            SetReader.read("seed", bytes(text.toString()), layout).entries().addresses();
        }
    }

    private static SetContents read(String file, String text) {
        return SetReader.read(file, bytes(text), SetLayout.UNSAID);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertSound(SetContents contents) {
        assertThat(contents.errors()).isEmpty();
        assertThat(contents.warnings()).isEmpty();
    }

    private static void assertNetworks(SetContents contents, String... networks) {
        assertThat(contents.entries().addresses().networks())
                .extracting(Cidr::toString)
                .containsExactly(networks);
    }
}
