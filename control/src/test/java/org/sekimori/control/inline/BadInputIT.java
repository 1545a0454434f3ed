package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every bad input gets one clear line and exit status 2, and leaves the interfaces as they were. */
class BadInputIT {
    @TempDir
    Path folder;

    private InlineBox inline;
    private String before;

    @BeforeEach
    void setUp() {
        inline = new InlineBox();
        before = state();
    }

    @AfterEach
    void tearDown() {
        inline.close();
    }

    @Test
    void shouldNameAnUnknownInterface() throws Exception {
        assertRefused("'nope0': there is none of that name", "run", "--embedded", "--wan", "nope0", "--lan", "lan0");
        assertRefused("'nope0': there is none of that name", "run", "--embedded", "--wan", "wan0", "--lan", "nope0");
        assertRefused("1 to 15 bytes", "run", "--embedded", "--wan", "a-name-that-is-too-long", "--lan", "lan0");
    }

    @Test
    void shouldRefuseTheSameInterfaceTwice() throws Exception {
        assertRefused("--wan and --lan are both 'wan0'", "run", "--embedded", "--wan", "wan0", "--lan", "wan0");
    }

    @Test
    void shouldRefuseSettingsThatCannotWork() throws Exception {
        assertRefused("core 900", "run", "--embedded", "--wan", "wan0", "--lan", "lan0", "--core", "900");
        assertRefused(
                "--port-slots 1000: a power of two",
                "run",
                "--embedded",
                "--wan",
                "wan0",
                "--lan",
                "lan0",
                "--port-slots",
                "1000");
        assertRefused("slotCount 16", "run", "--embedded", "--wan", "wan0", "--lan", "lan0", "--port-slots", "16");
        assertRefused("--warm-up 99.0: 0 to 60", "run", "--wan", "wan0", "--lan", "lan0", "--warm-up", "99");
        assertRefused("--pipelines 17: 1 to 16", "run", "--wan", "wan0", "--lan", "lan0", "--pipelines", "17");
        assertRefused(
                "--pipelines 2: --port-type pcap has one",
                "run",
                "--wan",
                "wan0",
                "--lan",
                "lan0",
                "--pipelines=2",
                "--port-type=pcap");
        assertRefused(
                "--workers 5: pipelines times workers",
                "run",
                "--wan",
                "wan0",
                "--lan",
                "lan0",
                "--pipelines=16",
                "--workers=5");
        assertRefused("'--idle'", "run", "--embedded", "--wan", "wan0", "--lan", "lan0", "--idle", "sleepy");
    }

    @Test
    void shouldRefuseAnInterfaceThatForwardsForSomebodyElse() throws Exception {
        inline.box.exec("ip", "link", "add", "br0", "type", "bridge");
        inline.box.exec("ip", "link", "set", "lan0", "master", "br0");
        before = state();
        assertRefused("'lan0': enslaved to 'br0'", "run", "--embedded", "--wan", "wan0", "--lan", "lan0");
    }

    @Test
    void shouldRefuseAnInterfaceWithAnAddress() throws Exception {
        inline.box.exec("ip", "addr", "add", "10.99.0.3/24", "dev", "wan0");
        before = state();
        assertRefused("'wan0': has the address 10.99.0.3", "run", "--embedded", "--wan", "wan0", "--lan", "lan0");
        assertRefused("'wan0': has the", "run", "--embedded", "--wan", "wan0", "--lan", "lan0", "--port-type", "pcap");
    }

    @Test
    void shouldNameTheMissingPrivilege() throws Exception {
        List<String> words = new ArrayList<>(List.of("setpriv", "--bounding-set", "-all", "--inh-caps", "-all"));
        words.addAll(InlineBox.command("run", "--embedded", "--wan", "wan0", "--lan", "lan0"));
        assertRefused("CAP_NET_RAW", words);
    }

    @Test
    void shouldNameThePlaceInABadPolicy() throws Exception {
        assertPolicyRefused(
                "  - {name: a, direction: inbound, protocol: udp, destination-ports: 70000}", ":4:", "65535");
        assertPolicyRefused("  - {name: a, directoin: inbound, protocol: udp}", ":4:", "'direction'");
        assertPolicyRefused("  - {name: a, direction: inbound}\n  - {name: a, direction: outbound}", ":5:", "'a'");
        assertPolicyRefused(
                "  - {name: a, direction: inbound, allow-from: [10.0.0.0/8, 10.1.2.3/16]}", ":4:", "10.1.0.0/16");
    }

    @Test
    void shouldNameAMissingPolicyFile() throws Exception {
        String file = folder.resolve("none.yaml").toString();
        assertRefused(
                "none.yaml: error: there is no such file",
                "run",
                "--embedded",
                "--wan",
                "wan0",
                "--lan",
                "lan0",
                "--policy",
                file);
    }

    private void assertPolicyRefused(String rules, String... expected) throws Exception {
        Path file = folder.resolve("policy.yaml");
        Files.writeString(file, "version: 1\nname: bad\nrules:\n" + rules + "\n");
        String said = assertRefused(
                expected[0], "run", "--embedded", "--wan", "wan0", "--lan", "lan0", "--policy", file.toString());
        assertThat(said).contains(expected);
    }

    private String assertRefused(String expected, String... words) throws Exception {
        return assertRefused(expected, InlineBox.command(words));
    }

    private String assertRefused(String expected, List<String> words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(inline.box.inside(words.toArray(String[]::new)))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(2);
        assertThat(said).contains(expected);
        assertThat(said.lines()).as("one line").hasSize(1);
        assertThat(state()).as("interfaces afterwards").isEqualTo(before);
        return said;
    }

    /** Flags, master, promiscuity, addresses and IPv6 switches of the box's ports; not what the carrier does meanwhile. */
    private String state() {
        String links = inline.box.exec("ip", "-d", "-o", "link");
        StringBuilder state = new StringBuilder();
        Matcher facts = Pattern.compile("<[^>]*>|master \\S+|promiscuity \\d+").matcher(links);
        while (facts.find()) {
            state.append(facts.group().replace("NO-CARRIER,", "")).append('\n');
        }
        return state.append(inline.box.exec("ip", "-o", "addr", "show"))
                .append(inline.box.exec("sysctl", "net.ipv6.conf.wan0.disable_ipv6", "net.ipv6.conf.lan0.disable_ipv6"))
                .append(inline.box.exec("wc", "-l", "/proc/net/packet"))
                .toString();
    }
}
