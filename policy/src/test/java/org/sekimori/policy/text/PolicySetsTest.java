package org.sekimori.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Policy;
import org.sekimori.policy.sets.SetFileException;
import org.sekimori.policy.sets.SetFiles;

/** Sets in policies, from files and lists. */
class PolicySetsTest {
    private static final Map<String, String> FILES = Map.of(
            "partners.netset", "203.0.113.0/24\n2001:db8:1::/48\n",
            "holes.ipset", "create h hash:net\nadd h 10.0.0.0/8\nadd h 10.1.0.0/16 nomatch\n",
            "table.csv", "name;net\na;198.51.100.0/24\n",
            "empty.txt", "# nobody today\n",
            "bad.txt", "192.0.2.1\n\n192.0.2.256\n",
            "wild.txt", "10.0.0.1/8\n::ffff:10.0.0.1\n");

    private static final SetFiles READER = name -> {
        if (!FILES.containsKey(name)) {
            throw new SetFileException("there is no such file");
        }
        return FILES.get(name).getBytes(StandardCharsets.UTF_8);
    };

    @Test
    void shouldReadFilesAndLists() {
        Policy policy = policy("""
                version: 1
                sets:
                  partners: {file: partners.netset}
                  table: {file: table.csv, column: net, delimiter: ;}
                  all: [set:partners, set:table, 192.0.2.1]
                lan-nets: [set:table]
                rules:
                  - {name: a, direction: inbound, allow-from: set:all, sources: [set:partners], destinations: set:table}
                """);
        assertThat(policy.lanNets()).isEqualTo(set("198.51.100.0/24"));
        assertThat(policy.rules().get(0).allowFrom())
                .isEqualTo(set("192.0.2.1/32", "198.51.100.0/24", "203.0.113.0/24", "2001:db8:1::/48"));
        assertThat(policy.rules().get(0).traffic().sources()).isEqualTo(set("203.0.113.0/24", "2001:db8:1::/48"));
        assertThat(policy.rules().get(0).traffic().destinations()).isEqualTo(set("198.51.100.0/24"));
    }

    /** Sets put together are as one list: exceptions hold against shorter prefixes of the others. */
    @Test
    void shouldLetTheLongestPrefixDecideAcrossSets() {
        Policy policy = policy("""
                version: 1
                sets:
                  holes: {file: holes.ipset}
                  wider: [set:holes, 10.0.0.0/7]
                  nearer: [set:holes, 10.1.2.0/24]
                rules:
                  - {name: a, direction: inbound, sources: set:wider}
                  - {name: b, direction: inbound, sources: set:nearer}
                  - {name: c, direction: inbound, sources: [10.1.0.0/17, set:holes]}
                """);
        assertThat(policy.rules().get(0).traffic().sources().contains(Cidr.IPV4, 0, 0x0A01_0203L))
                .isFalse();
        assertThat(policy.rules().get(0).traffic().sources().contains(Cidr.IPV4, 0, 0x0B01_0203L))
                .isTrue();
        assertThat(policy.rules().get(1).traffic().sources().contains(Cidr.IPV4, 0, 0x0A01_0203L))
                .isTrue();
        assertThat(policy.rules().get(1).traffic().sources().contains(Cidr.IPV4, 0, 0x0A01_0303L))
                .isFalse();
        assertThat(policy.rules().get(2).traffic().sources().contains(Cidr.IPV4, 0, 0x0A01_0203L))
                .isTrue();
        assertThat(policy.rules().get(2).traffic().sources().contains(Cidr.IPV4, 0, 0x0A01_8003L))
                .isFalse();
    }

    /** No address must not come to mean every address. */
    @Test
    void shouldMatchNothingWhereASetIsEmpty() {
        String text = """
                version: 1
                sets:
                  nobody: {file: empty.txt}
                lan-nets: set:nobody
                rules:
                  - {name: a, direction: inbound, sources: set:nobody}
                  - {name: b, direction: inbound, destinations: [set:nobody], action: pass}
                  - {name: c, direction: inbound, allow-from: set:nobody, sources: [set:nobody, 192.0.2.1]}
                """;
        PolicyReading reading = PolicyReader.read("p", text, READER);
        assertThat(reading.findings())
                .extracting(Finding::toString)
                .contains(
                        "p:3:3: warning: set 'nobody' is empty: it holds no address",
                        "p:6:35: warning: 'sources' holds no address, since its sets are empty: the rule matches"
                                + " nothing and is left out",
                        "p:7:35: warning: 'destinations' holds no address, since its sets are empty: the rule matches"
                                + " nothing and is left out");
        Policy policy = reading.policy().orElseThrow();
        assertThat(policy.lanNets()).isEqualTo(AddressSet.EMPTY);
        assertThat(policy.rules()).extracting(rule -> rule.name()).containsExactly("c");
        assertThat(policy.rules().get(0).allowFrom()).isEqualTo(AddressSet.EMPTY);
        assertThat(policy.rules().get(0).traffic().sources()).isEqualTo(set("192.0.2.1/32"));
    }

    @Test
    void shouldNamePolicyAndFileForWhatIsWrong() {
        assertThat(says("""
                version: 1
                sets:
                  bad: {file: bad.txt}
                  wild: {file: wild.txt}
                  gone: {file: gone.txt}
                lan-nets: [set:bad, set:wild, set:gone]
                """))
                .containsExactly(
                        "p:3:15: error: 'bad.txt' line 3: '192.0.2.256' has '256' where a number from 0 to 255 is"
                                + " expected",
                        "p:4:16: warning: 'wild.txt': host bits are set in line 1; they are ignored",
                        "p:4:16: warning: 'wild.txt': IPv4 is in IPv6 notation, which no packet on the line carries, in"
                                + " line 2; it is left out",
                        "p:5:16: error: 'gone.txt': there is no such file");
    }

    @Test
    void shouldReadEachFileOnce() {
        int[] count = {0};
        SetFiles counting = name -> {
            count[0]++;
            return READER.read(name);
        };
        PolicyReader.read("p", """
                version: 1
                sets: {a: {file: partners.netset}, b: set:a, c: set:a}
                lan-nets: [set:a, set:b]
                rules: [{name: a, direction: inbound, sources: set:a}, {name: b, direction: inbound, sources: set:c}]
                """, counting);
        assertThat(count[0]).isEqualTo(1);
    }

    @Test
    void shouldBoundDepthWhicheverWayItIsWritten() {
        for (boolean reversed : List.of(false, true)) {
            StringBuilder text = new StringBuilder("version: 1\nsets:\n");
            for (int i = 0; i < 20; i++) {
                int number = reversed ? 19 - i : i;
                text.append("  s").append(number).append(": ");
                text.append(number == 19 ? "192.0.2.1" : "set:s" + (number + 1)).append('\n');
            }
            assertThat(says(text + "lan-nets: set:s0\n"))
                    .anyMatch(line -> line.endsWith("error: sets lie in one another more than 16 deep"));
            assertThat(says(text.toString().replace("set:s16\n", "192.0.2.1\n") + "lan-nets: set:s0\n"))
                    .noneMatch(line -> line.contains("deep"));
        }
    }

    @Test
    void shouldBoundWhatSetsInSetsMultiply() {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            list.append("10.")
                    .append(i >> 15 & 255)
                    .append('.')
                    .append(i >> 7 & 255)
                    .append('.');
            list.append((i & 127) * 2).append('\n');
        }
        StringBuilder text = new StringBuilder("version: 1\nsets:\n  s0: {file: x}\n  t0: {file: x}\n");
        for (int i = 1; i < 12; i++) {
            for (String name : List.of("s", "t")) {
                text.append("  ").append(name).append(i).append(": [set:s").append(i - 1);
                text.append(", set:t").append(i - 1).append("]\n");
            }
        }
        byte[] bytes = list.toString().getBytes(StandardCharsets.US_ASCII);
        PolicyReading reading = PolicyReader.read("p", text + "lan-nets: [set:s11, set:t11]\n", name -> bytes);
        assertThat(reading.findings())
                .extracting(Finding::message)
                .contains("lists and sets hold more than 2000000 networks in all (a set within a list counts again)");
    }

    private static Policy policy(String text) {
        PolicyReading reading = PolicyReader.read("p", text, READER);
        return reading.policy().orElseThrow(() -> new AssertionError(reading.findings()));
    }

    private static List<String> says(String text) {
        return PolicyReader.read("p", text, READER).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    private static AddressSet set(String... networks) {
        return AddressSet.of(java.util.Arrays.stream(networks).map(Cidr::parse).toList());
    }
}
