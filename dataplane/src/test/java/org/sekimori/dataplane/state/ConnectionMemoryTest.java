package org.sekimori.dataplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.policy.Direction;
import org.sekimori.policy.Limit;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;

@ParameterizedClass(name = "IPv{0}")
@ValueSource(ints = {4, 6})
class ConnectionMemoryTest {
    private static final long SEED = 53;
    private static final int RULE = 9;
    private static final int SERVER = 2;
    private static final int SMB = 445;
    private static final int CLIENT = 1;
    private static final int SERVER_NUMBER = 0x7FFF_FFFF;
    private static final int CLIENT_NUMBER = -10;
    private static final int QUOTA = 8;
    private static final Limit TWO = new Limit(0, 0, 2, Limit.Per.SOURCE, 32, 64);
    private static final StateOptions SMALL = new StateOptions(16, 1, 16, 1, 16, 32, QUOTA);

    private final ConnectionMemory memory = new ConnectionMemory(SMALL, SEED);
    private final Packets packets;
    private long nowNs = 3;

    ConnectionMemoryTest(int ipVersion) {
        packets = new Packets(ipVersion);
    }

    @Test
    void shouldCountWhatTheClientAcknowledged() {
        open(CLIENT, 1000);
        assertThat(exceeds(CLIENT)).isFalse();
        open(CLIENT, 1001);

        assertThat(exceeds(CLIENT)).isTrue();
        assertThat(exceeds(CLIENT + 1))
                .as("IPv6: the same /64")
                .isEqualTo(syn(CLIENT, 9).ipVersion() == 6);
        assertThat(exceeds(CLIENT + 0x100)).isFalse();
        assertThat(memory.exceeds(syn(CLIENT, 5), RULE + 1, TWO, nowNs)).isFalse();
    }

    @Test
    void shouldAskSynsFromOutsideOnly() {
        open(CLIENT, 1000);
        open(CLIENT, 1001);

        assertThat(memory.exceeds(client(CLIENT, 1002, Packets.ACK, 0, 0), RULE, TWO, nowNs))
                .isFalse();
        assertThat(memory.exceeds(packets.tcpOut(SERVER, SMB, CLIENT, 9, Packets.SYN), RULE, TWO, nowNs))
                .isFalse();
        assertThat(memory.exceeds(packets.udpIn(CLIENT, 1, SERVER, SMB, MessageKind.REQUEST), RULE, TWO, nowNs))
                .isFalse();
    }

    @Test
    void shouldNotCountWhatNobodyAcknowledged() {
        for (int port = 1; port < 7; port++) {
            grant(CLIENT, port);
            memory.note(client(CLIENT, port, Packets.ACK, CLIENT_NUMBER, SERVER_NUMBER), nowNs);
            memory.note(client(CLIENT, port, Packets.ACK, CLIENT_NUMBER, SERVER_NUMBER + 2), nowNs);
            memory.note(client(CLIENT, port, Packets.SYN, CLIENT_NUMBER, SERVER_NUMBER + 1), nowNs);
            memory.note(client(CLIENT, port, Packets.RST | Packets.ACK, CLIENT_NUMBER, SERVER_NUMBER + 1), nowNs);
        }

        assertThat(exceeds(CLIENT)).isFalse();
    }

    @Test
    void shouldMakeNothingOfWhatTheOutsideSends() {
        memory.granted(client(CLIENT, 1, Packets.SYN | Packets.ACK, 0, 0), RULE, TWO, nowNs);
        memory.note(syn(CLIENT, 1), nowNs);
        memory.note(client(CLIENT, 1, Packets.ACK, CLIENT_NUMBER, SERVER_NUMBER + 1), nowNs);

        assertThat(memory.tally().size()).isZero();
    }

    @Test
    void shouldCountNoMoreWhenTheInsideResets() {
        open(CLIENT, 1000);
        open(CLIENT, 1001);
        memory.note(server(CLIENT, 1000, Packets.RST, 0, 0), nowNs);

        assertThat(exceeds(CLIENT)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldCountNoMoreWhenBothSidesHaveEnded(boolean isServerFirst) {
        open(CLIENT, 1000);
        open(CLIENT, 1001);
        if (isServerFirst) {
            memory.note(server(CLIENT, 1000, Packets.FIN | Packets.ACK, 0, CLIENT_NUMBER), nowNs);
            assertThat(exceeds(CLIENT)).isTrue();
        }
        memory.note(client(CLIENT, 1000, Packets.FIN | Packets.ACK, CLIENT_NUMBER, 0), nowNs);
        if (!isServerFirst) {
            assertThat(exceeds(CLIENT)).isTrue();
            memory.note(server(CLIENT, 1000, Packets.FIN | Packets.ACK, 0, CLIENT_NUMBER + 1), nowNs);
        }

        assertThat(exceeds(CLIENT)).isFalse();
    }

    @Test
    void shouldTakeTheClientsResetForAnEndOnlyAfterSilenceFromInside() {
        open(CLIENT, 1000);
        open(CLIENT, 1001);
        memory.note(client(CLIENT, 1000, Packets.RST, CLIENT_NUMBER + 5, 0), nowNs);
        nowNs += ConnectionMemory.ENDING_NS - 1;
        assertThat(exceeds(CLIENT)).isTrue();
        // However often it says so.
        memory.note(client(CLIENT, 1000, Packets.RST, CLIENT_NUMBER + 5, 0), nowNs);
        nowNs++;

        assertThat(exceeds(CLIENT)).isFalse();
    }

    @Test
    void shouldNotBelieveAResetThatTheInsideContradicts() {
        open(CLIENT, 1000);
        open(CLIENT, 1001);
        memory.note(client(CLIENT, 1000, Packets.RST, CLIENT_NUMBER + 5, 0), nowNs);
        memory.note(server(CLIENT, 1000, Packets.ACK, 0, CLIENT_NUMBER), nowNs);
        nowNs += ConnectionMemory.OPEN_NS - 1;

        assertThat(exceeds(CLIENT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1 << 30, Integer.MIN_VALUE})
    void shouldNotBelieveAResetWhoseNumberCannotBeRight(int ahead) {
        open(CLIENT, 1000);
        open(CLIENT, 1001);
        memory.note(client(CLIENT, 1000, Packets.RST, CLIENT_NUMBER + ahead, 0), nowNs);
        nowNs += ConnectionMemory.OPEN_NS - 1;

        assertThat(exceeds(CLIENT)).isTrue();
    }

    @Test
    void shouldForgetSilentConnections() {
        open(CLIENT, 1000);
        open(CLIENT, 1001);
        nowNs += ConnectionMemory.OPEN_NS - 1;
        assertThat(exceeds(CLIENT)).isTrue();
        memory.note(client(CLIENT, 1000, Packets.ACK, CLIENT_NUMBER, 0), nowNs);
        memory.note(server(CLIENT, 1001, Packets.ACK, 0, CLIENT_NUMBER), nowNs);
        nowNs++;

        assertThat(exceeds(CLIENT)).isFalse();
        assertThat(memory.tally().size()).isEqualTo(1);
    }

    @Test
    void shouldBeginAnewWhenTheInsideGrantsAgain() {
        open(CLIENT, 1000);
        open(CLIENT, 1001);
        grant(CLIENT, 1001);
        assertThat(exceeds(CLIENT)).isFalse();

        acknowledge(CLIENT, 1001);
        assertThat(exceeds(CLIENT)).isTrue();
    }

    @Test
    void shouldCountPerRuleOverAllSources() {
        Limit perRule = new Limit(0, 0, 12, Limit.Per.RULE, 32, 64);
        for (int i = 0; i < 12; i++) {
            assertThat(memory.exceeds(syn(i << 20, 1), RULE, perRule, nowNs)).isFalse();
            memory.granted(
                    server(i << 20, 1, Packets.SYN | Packets.ACK, SERVER_NUMBER, CLIENT_NUMBER), RULE, perRule, nowNs);
            acknowledge(i << 20, 1);
        }

        assertThat(memory.exceeds(syn(77 << 20, 1), RULE, perRule, nowNs)).isTrue();
    }

    @Test
    void shouldLetTheSourcesOldestHalfOpenGiveWayAtItsQuota() {
        open(CLIENT, 1000);
        for (int port = 1; port <= 20; port++) {
            nowNs++;
            grant(CLIENT, port);
        }
        assertThat(memory.tally().size()).isEqualTo(QUOTA);

        acknowledge(CLIENT, 1);
        assertThat(exceeds(CLIENT)).isFalse();
        acknowledge(CLIENT, 20);
        assertThat(exceeds(CLIENT)).isTrue();
    }

    @Test
    void shouldHoldHalfOpenOnesToHalfOfTheTable() {
        for (int i = 0; i < 100; i++) {
            grant(i << 20, 1);
        }

        assertThat(memory.tally().size()).isEqualTo(16);
        assertThat(memory.tally().evicted()).isEqualTo(84);
    }

    @Test
    void shouldTellTheSynASynAckAnswers() {
        MatchFields grant = server(CLIENT, 1000, Packets.SYN | Packets.ACK, SERVER_NUMBER, CLIENT_NUMBER);
        MatchFields request = new MatchFields();
        ConnectionPackets.request(grant, request);
        MatchFields syn = syn(CLIENT, 1000);

        assertThat(request.direction()).isEqualTo(Direction.INBOUND);
        assertThat(request.tcpSequence()).isEqualTo(CLIENT_NUMBER - 1);
        request.tcp(Packets.SYN, 0, 0);
        assertThat(request).usingRecursiveComparison().isEqualTo(syn);
    }

    private void open(int client, int port) {
        grant(client, port);
        acknowledge(client, port);
    }

    private void grant(int client, int port) {
        MatchFields grant = server(client, port, Packets.SYN | Packets.ACK, SERVER_NUMBER, CLIENT_NUMBER);
        memory.granted(grant, RULE, TWO, nowNs);
    }

    private void acknowledge(int client, int port) {
        memory.note(client(client, port, Packets.ACK, CLIENT_NUMBER, SERVER_NUMBER + 1), nowNs);
    }

    private boolean exceeds(int client) {
        return memory.exceeds(syn(client, 9), RULE, TWO, nowNs);
    }

    private MatchFields syn(int client, int port) {
        return packets.tcpIn(client, port, SERVER, SMB, Packets.SYN);
    }

    private MatchFields client(int client, int port, int flags, int sequence, int acknowledgment) {
        packets.tcpIn(client, port, SERVER, SMB, flags);
        return packets.numbered(sequence, acknowledgment);
    }

    private MatchFields server(int client, int port, int flags, int sequence, int acknowledgment) {
        packets.tcpOut(SERVER, SMB, client, port, flags);
        return packets.numbered(sequence, acknowledgment);
    }
}
