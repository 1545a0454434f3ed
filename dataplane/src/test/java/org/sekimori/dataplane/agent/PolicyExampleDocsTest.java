package org.sekimori.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.frame.FrameBuilder;

/** The example of {@code docs/policy.md} with sets, limits and memory does what the page says of it. */
class PolicyExampleDocsTest {
    private static final Path PAGE = Path.of("..", "docs", "policy.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("```yaml\nversion: 1\n(name: shielded\n.*?)```", Pattern.DOTALL);

    private static final String SERVER = "198.51.100.130";
    private static final String FRIEND = "198.51.100.7";
    private static final String STRANGER = "192.0.2.66";
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int SERVERS_NUMBER = 1000;

    private final JudgeBench bench = JudgeBench.of(example());

    @Test
    void shouldLetALongConnectionOfAFriendPassWhateverItSends() {
        connect(FRIEND, 4000);
        for (int i = 0; i < 10_000; i++) {
            assertThat(bench.inbound(smb(FRIEND, 4000, ACK))).isEqualTo("pass");
        }
    }

    @Test
    void shouldLetNoMoreConnectionsOfAFriendBeOpenThanFour() {
        for (int i = 0; i < 4; i++) {
            connect(FRIEND, 4000 + i);
        }
        assertThat(bench.inbound(smb(FRIEND, 4004, SYN))).isEqualTo("drop smb-many");
        assertThat(bench.inbound(smb(STRANGER, 4000, SYN))).isEqualTo("drop smb");
    }

    /** Forged SYNs, which the server answers, but nobody acknowledges. */
    @Test
    void shouldLetAFriendConnectWhileItsNameIsForged() {
        for (int second = 0; second < 14; second++) {
            for (int i = 0; i < 5; i++) {
                bench.passSeconds(0.2);
                int port = 50_000 + 5 * second + i;
                assertThat(bench.inbound(smb(FRIEND, port, SYN))).isEqualTo("pass smb");
                grant(FRIEND, port);
            }
        }
        connect(FRIEND, 4000);
    }

    /** What the page warns of: an allowed source's limit is used up by whoever forges its address. */
    @Test
    void shouldCutAFriendOffWhereItsAllowLimitIsUsedUp() {
        for (int i = 0; i < 3_000; i++) {
            bench.passSeconds(1.0 / 300);
            bench.inbound(cldap());
        }
        assertThat(bench.inbound(cldap())).isEqualTo("drop cldap");
        bench.passSeconds(1);
        assertThat(bench.inbound(cldap())).isEqualTo("pass cldap");
    }

    private void connect(String client, int port) {
        assertThat(bench.inbound(smb(client, port, SYN))).isEqualTo("pass smb");
        grant(client, port);
        assertThat(bench.inbound(LimitedRuleTest.numbered(smb(client, port, ACK).bytes(), 1, SERVERS_NUMBER + 1)))
                .isEqualTo("pass");
    }

    private void grant(String client, int port) {
        byte[] granted = FrameBuilder.frame()
                .ipv4(SERVER, client)
                .tcp(445, port, SYN | ACK)
                .bytes();
        assertThat(bench.outbound(LimitedRuleTest.numbered(granted, SERVERS_NUMBER, 1)))
                .isEqualTo("pass");
    }

    private static FrameBuilder smb(String client, int port, int flags) {
        return FrameBuilder.frame().ipv4(client, SERVER).tcp(port, 445, flags);
    }

    private static FrameBuilder cldap() {
        return FrameBuilder.frame().ipv4(FRIEND, SERVER).udp(4000, 389);
    }

    private static String example() {
        try {
            return EXAMPLE.matcher(Files.readString(PAGE))
                    .results()
                    .findFirst()
                    .orElseThrow()
                    .group(1);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
