package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.replay.CommandRun;

class PolicyExplainCommandTest {
    /** Stands for a blank inside an argument: checkouts may lie anywhere. */
    private static final String BLANK = "\u2423";

    @TempDir
    private Path folder;

    @Test
    void shouldSayWhichRuleDecidesAPacketAndWhy() {
        assertThat(explain("--inbound --protocol udp --destination-port 123 --source-port 4000")
                        .out())
                .isEqualTo("""
                        a packet, inbound, policy 'shipped'
                        packet: IPv4 udp, 198.51.100.7:4000 -> 203.0.113.5:123, a request
                          passed over: rule 1 'cldap': destination-ports is 123, the rule wants 389
                          decides: rule 2 'ntp': drop
                            direction          inbound (the rule: inbound)
                            protocol           udp (the rule: udp)
                            destination-ports  123 (the rule: 123)
                            match              a request (the rule: requests)
                          => drop, rule 'ntp'
                        verdict: drop, rule 'ntp'
                        """);
    }

    @Test
    void shouldCountRulesOfTheOtherDirectionAndNameTheDefault() {
        assertThat(explain("--inbound --protocol tcp --destination-port 80").out())
                .contains(
                        "  passed over: rule 5 'smb': destination-ports is 80, the rule wants 445\n",
                        "  passed over: 1 rule of the other direction\n",
                        "  no rule decides\n  => pass, by the default\n",
                        "verdict: pass, by the default\n");
    }

    @Test
    void shouldShowMonitorMatchesOnTheWay() {
        assertThat(explain("--outbound --protocol tcp --destination-port 445").out())
                .contains("watched: rule 7 'rpc-smb-outbound': matches, but is in monitor mode: counted; would drop")
                .endsWith("verdict: pass, by the default\n");
    }

    @Test
    void shouldTakeTheMemorysAnswerFromItsOptions() {
        String reply =
                "--profile strict --inbound --protocol udp --source-port 53 --destination-port 40000 --kind reply";
        assertThat(explain(reply).out()).endsWith("verdict: drop, rule 'dns-unsolicited'\n");
        assertThat(explain(reply + " --solicited").out())
                .contains("'dns-unsolicited': match is solicited, the rule wants unsolicited")
                .endsWith("verdict: pass, by the default\n");
    }

    @Test
    void shouldTellWhoIsLetBy() throws IOException {
        Path policy = Files.writeString(folder.resolve("p.yaml"), """
                version: 1
                lan-nets: 10.0.0.0/8
                rules:
                - {name: a, direction: inbound, protocol: udp, destination-ports: 389, allow-from: 2001:db8::/32}
                """);
        String packet = "--policy " + policy + " --inbound --protocol udp --destination-port 389"
                + " --source 2001:db8::1 --destination 2001:db8:5::1";
        assertThat(explain(packet).out())
                .contains("decides: rule 1 'a': matches, and its allow-from lets the source by: pass")
                .contains("2001:db8::1, which is let by (the rule: not in 2001:db8::/32)")
                .endsWith("verdict: pass, rule 'a'\n");
        assertThat(explain(packet + " --over-limit").out())
                .contains("2001:db8::1, beyond its allowance of 1000/s")
                .endsWith("verdict: drop, rule 'a'\n");
        assertThat(explain("--policy " + policy + " --inbound --protocol icmp --source 10.1.1.1")
                        .out())
                .endsWith("verdict: drop, reason lan-source: an inbound packet has a source address of the inside\n");
    }

    @Test
    void shouldExplainAFrameWithWhatWentBefore() throws URISyntaxException {
        String pcap = golden("cldap") + " --lan-net 192.168.122.3/32";
        assertThat(explain("--pcap " + pcap + " --frame 3").out())
                .startsWith("frame 3 of ")
                .contains("inbound, policy 'shipped'\npacket: IPv4 udp, ")
                .endsWith("verdict: drop, rule 'cldap'\n");
        assertThat(explain("--pcap " + pcap + " --frame 2").out()).contains(", outbound, policy 'shipped'\n");
        assertThat(explain("--json --pcap " + pcap + " --frame 3").out())
                .contains(
                        "\"verdict\" : \"drop\"",
                        "\"rule\" : \"cldap\"",
                        "\"destination-port\" : 389",
                        "\"outcome\" : \"decided\"",
                        "\"key\" : \"destination-ports\"");
    }

    @Test
    void shouldNameWhatIsMalformed() throws URISyntaxException {
        assertThat(explain("--pcap " + golden("malformed") + " --frame 3").out())
                .contains("  => drop, reason malformed-ip-version: ", "verdict: drop, reason malformed-ip-version: ")
                .doesNotContain("passed over");
    }

    @Test
    void shouldSayWhatIsWrongWithItsArguments() throws URISyntaxException {
        String pcap = golden("cldap");
        assertRefused("", "expected either a frame");
        assertRefused("--pcap " + pcap, "--pcap and --frame go together");
        assertRefused("--pcap " + pcap + " --frame 1 --inbound", "expected either a frame");
        assertRefused("--pcap " + pcap + " --frame 99", "has only 11 frames");
        assertRefused("--pcap " + pcap + " --frame 0", "counted from 1");
        assertRefused("--pcap absent --frame 1", "absent: no such file");
        assertRefused("--protocol udp", "--inbound or --outbound");
        assertRefused("--inbound", "--protocol is missing");
        assertRefused("--inbound --protocol udpp", "'udpp' is no protocol");
        assertRefused("--inbound --protocol udp", "--destination-port is missing");
        assertRefused("--inbound --protocol udp --destination-port 70000", "port 70000 is out of bounds");
        assertRefused("--inbound --protocol icmp --destination-port 7", "ports go with");
        assertRefused("--inbound --protocol icmp --source 10.0.0.0/8", "is a network; expected one address");
        assertRefused("--inbound --protocol icmp --source ::1", "of one family");
        assertRefused("--inbound --protocol icmp --kind maybe", "'maybe' is none");
        assertRefused("--outbound --protocol icmp --solicited", "--solicited is for what comes in");
        assertRefused("--policy absent.yaml --inbound --protocol icmp", "absent.yaml: error: there is no such file");
    }

    private static void assertRefused(String arguments, String words) {
        CommandRun run = explain(arguments);
        assertThat(run.err())
                .as(arguments)
                .startsWith("sekimori policy explain: ")
                .contains(words);
        assertThat(run.status()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
    }

    private static CommandRun explain(String arguments) {
        List<String> command = new ArrayList<>(List.of("policy", "explain"));
        if (!arguments.isEmpty()) {
            Stream.of(arguments.split(" "))
                    .map(word -> word.replace(BLANK, " "))
                    .forEach(command::add);
        }
        return CommandRun.of(command);
    }

    private static String golden(String name) throws URISyntaxException {
        return Path.of(PolicyExplainCommandTest.class
                        .getResource("/golden/" + name + "/input.pcap")
                        .toURI())
                .toString()
                .replace(" ", BLANK);
    }
}
