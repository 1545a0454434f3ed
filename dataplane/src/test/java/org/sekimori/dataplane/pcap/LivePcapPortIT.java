package org.sekimori.dataplane.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sends frames through two live ports in a network namespace of their own: left - wan [box] lan - right. */
class LivePcapPortIT {
    private static final String NAMESPACE = "sk-pcap-" + ProcessHandle.current().pid();

    @BeforeEach
    void makeNamespace() {
        boolean isRoot = ChildProcess.run("id", "-u").output().equals("0");
        Assumptions.assumeTrue(isRoot, "needs root, for network namespaces");
        ip("netns", "add", NAMESPACE);
        inNamespace("sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
        inNamespace("ip", "link", "add", "left", "type", "veth", "peer", "name", "wan");
        inNamespace("ip", "link", "add", "right", "type", "veth", "peer", "name", "lan");
        for (String end : List.of("left", "wan", "lan", "right")) {
            inNamespace("ip", "link", "set", end, "up");
        }
    }

    @AfterEach
    void removeNamespace() {
        ChildProcess.run("ip", "netns", "del", NAMESPACE);
    }

    @Test
    void shouldCarryFramesUnchangedBothWaysAndNeverSeeItsOwn() {
        assertThat(child(LivePcapForwarding.class).output()).isEqualTo("ok");
    }

    @Test
    void shouldSayWhyAnInterfaceCannotBeTaken() {
        assertThat(child(LivePcapForwarding.class, "absent").output())
                .startsWith("interface 'absent': ")
                .contains("No such device")
                .doesNotContain("\n");
    }

    private static ChildProcess child(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
        command.addAll(ChildProcess.jvm(main));
        command.addAll(Arrays.asList(arguments));
        return ChildProcess.run(command);
    }

    private static void inNamespace(String... command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
        whole.addAll(Arrays.asList(command));
        check(ChildProcess.run(whole), whole);
    }

    private static void ip(String... arguments) {
        List<String> whole = new ArrayList<>(List.of("ip"));
        whole.addAll(Arrays.asList(arguments));
        check(ChildProcess.run(whole), whole);
    }

    private static void check(ChildProcess done, List<String> command) {
        assertThat(done.status()).as("%s: %s", command, done.output()).isZero();
    }
}
