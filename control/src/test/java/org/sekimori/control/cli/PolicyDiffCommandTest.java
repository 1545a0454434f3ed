package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.replay.CommandRun;
import org.sekimori.policy.profile.Profile;

class PolicyDiffCommandTest {
    private static final String LAN = "192.168.122.3/32";

    @TempDir
    private Path folder;

    @Test
    void shouldFindACopyEqual() throws IOException {
        Path copy = Files.writeString(folder.resolve("copy.yaml"), Profile.OFFICE.text());
        assertThat(CommandRun.of("policy", "diff", "office", copy.toString()))
                .isEqualTo(new CommandRun(ExitCode.OK, "no difference in meaning\n", ""));
        assertThat(CommandRun.of("policy", "diff", "--json", "office", copy.toString())
                        .out())
                .contains("\"equal\" : true");
    }

    @Test
    void shouldSayWhatDiffersRuleByRule() throws IOException {
        Path other = write("""
                version: 1
                defaults: {inbound: drop}
                rules:
                - {name: dns, direction: inbound, protocol: udp, destination-ports: 53, match: requests, mode: monitor}
                - {name: cldap, direction: inbound, protocol: udp, destination-ports: 389}
                - {name: web, direction: inbound, protocol: tcp, destination-ports: [80, 443], action: pass}
                """);
        Path one = write("""
                version: 1
                rules:
                - {name: cldap, direction: inbound, protocol: udp, destination-ports: 389}
                - {name: dns, direction: inbound, protocol: udp, destination-ports: 53, match: requests}
                - {name: ntp, direction: inbound, protocol: udp, destination-ports: 123}
                """);
        CommandRun run = CommandRun.of("policy", "diff", one.toString(), other.toString());
        assertThat(run.status()).isEqualTo(ExitCode.NO);
        assertThat(run.out()).isEqualTo("""
                setting
                  defaults.inbound: pass -> drop
                removed rule 'ntp'
                  direction: inbound
                  protocol: udp
                  destination-ports: 123
                  match: all
                  action: drop
                  mode: enforce
                changed rule 'dns'
                  mode: enforce -> monitor
                moved rule 'dns'
                  place: behind 'cldap' -> first
                added rule 'web'
                  direction: inbound
                  protocol: tcp
                  destination-ports: 80, 443
                  match: all
                  action: pass
                  mode: enforce
                """);
        assertThat(CommandRun.of("policy", "diff", "--json", one.toString(), other.toString())
                        .out())
                .contains("\"equal\" : false", "\"kind\" : \"moved\"", "\"before\" : \"behind 'cldap'\"");
    }

    @Test
    void shouldCountFramesThatFareOtherwise() throws IOException, URISyntaxException {
        String open = write("version: 1\n").toString();
        String pcap = golden("cldap");
        CommandRun run =
                CommandRun.of("policy", "diff", "shipped", open, "--pcap", pcap, "--lan-net", LAN, "--examples", "2");
        assertThat(run.status()).isEqualTo(ExitCode.NO);
        assertThat(run.out()).isEqualTo("""
                7 frames: drop by 'cldap' -> pass
                  %s: frame 1
                  %s: frame 3
                  and 5 more frames
                11 frames: 7 verdicts differ, and 0 frames only in rule or reason
                """.formatted(pcap, pcap));
        assertThat(CommandRun.of("policy", "diff", "--json", "shipped", open, "--pcap", pcap, "--lan-net", LAN)
                        .out())
                .contains("\"changed-verdicts\" : 7", "\"rule\" : \"cldap\"", "\"frames\" : 11");
        assertThat(CommandRun.of("policy", "diff", "shipped", "ports-only", "--pcap", pcap, "--lan-net", LAN))
                .isEqualTo(new CommandRun(
                        ExitCode.OK, "11 frames: 0 verdicts differ, and 0 frames only in rule or reason\n", ""));
    }

    @Test
    void shouldTellAnotherRuleFromAnotherVerdict() throws IOException, URISyntaxException {
        String other = write(Profile.SHIPPED.text().replace("name: cldap", "name: directory"))
                .toString();
        CommandRun run = CommandRun.of("policy", "diff", "shipped", other, "--pcap", golden("cldap"), "--lan-net", LAN);
        assertThat(run.status()).isEqualTo(ExitCode.NO);
        assertThat(run.out())
                .startsWith("7 frames: drop by 'cldap' -> drop by 'directory'\n")
                .endsWith("11 frames: 0 verdicts differ, and 7 frames only in rule or reason\n");
    }

    @Test
    void shouldSayWhatIsWrongWithItsArguments() throws IOException, URISyntaxException {
        assertRefused("absent.yaml: error: there is no such file", "shipped", "absent.yaml");
        assertRefused("absent.pcap: no such file", "shipped", "strict", "--pcap", "absent.pcap");
        assertRefused("--examples: expected 0 or more", "shipped", "strict", "--examples", "-1");
        assertRefused("Missing required parameter: 'B'", "shipped");
        byte[] bytes = Files.readAllBytes(Path.of(golden("cldap")));
        Path cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused("cut off in frame 11", "shipped", "strict", "--pcap", cut.toString());
    }

    private static void assertRefused(String words, String... arguments) {
        String[] command = new String[arguments.length + 2];
        command[0] = "policy";
        command[1] = "diff";
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        CommandRun run = CommandRun.of(command);
        assertThat(run.status()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .startsWith("sekimori policy diff: ")
                .contains(words)
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "policy", ".yaml"), text);
    }

    private static String golden(String name) throws URISyntaxException {
        return Path.of(PolicyDiffCommandTest.class
                        .getResource("/golden/" + name + "/input.pcap")
                        .toURI())
                .toString();
    }
}
