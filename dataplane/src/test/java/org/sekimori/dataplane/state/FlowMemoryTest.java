package org.sekimori.dataplane.state;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.policy.MessageKind;

@ParameterizedClass(name = "IPv{0}")
@ValueSource(ints = {4, 6})
class FlowMemoryTest {
    private static final long SEED = 11;
    private static final int HOST = 7;
    private static final int PORT = 40_000;
    private static final int SERVER = 99;
    private static final int REQUEST = MessageKind.REQUEST;
    private static final int REPLY = MessageKind.REPLY;
    private static final int ESP = 50;
    private static final int GRE = 47;
    private static final int TCP_PORT = 443;
    private static final int PLAIN_PORT = 27_015;

    private final FlowMemory memory = new FlowMemory(StateOptions.DEFAULT, SEED);
    private final Packets packets;
    private long nowNs = 1_000;

    FlowMemoryTest(int ipVersion) {
        packets = new Packets(ipVersion);
    }

    @Test
    void shouldKnowTheAnswerToAQuestionOnly() {
        ask(53);

        assertThat(isAnswered(53)).isTrue();
        assertThat(isUdpSolicited(SERVER, 53, HOST, PORT + 1)).isFalse();
        assertThat(isUdpSolicited(SERVER, 53, HOST + 1, PORT)).isFalse();
        assertThat(isUdpSolicited(SERVER + 1, 53, HOST, PORT)).isFalse();
        assertThat(isUdpSolicited(SERVER, 123, HOST, PORT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {53, 123, 161, 389, 1900})
    void shouldNotTakeARequestForAnAnswer(int service) {
        ask(service);

        assertThat(memory.isSolicited(packets.udpIn(SERVER, service, HOST, PORT, REQUEST), nowNs))
                .isFalse();
        assertThat(isAnswered(service)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {53, 123, 161, 389, 1900})
    void shouldNotLetAReflectorsAnswersOpenTheDoor(int service) {
        memory.note(packets.udpOut(HOST, service, SERVER, PORT, REPLY), nowNs);
        memory.note(packets.udpOut(HOST, service, SERVER, service, REPLY), nowNs);

        assertThat(memory.tally().size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"19, 40000, false", "11211, 40000, false", "19, 53, true", "11211, 123, true", "17, 40000, true"})
    void shouldTellAnswersOfServicesWithoutADirectionBitByPort(int source, int destination, boolean asks) {
        memory.note(packets.udpOut(HOST, source, SERVER, destination, REQUEST), nowNs);

        assertThat(memory.tally().size()).isEqualTo(asks ? 1 : 0);
    }

    @Test
    void shouldMakeNothingOfWhatComesFromOutside() {
        memory.note(packets.udpIn(SERVER, PLAIN_PORT, HOST, PORT, REQUEST), nowNs);

        assertThat(memory.isSolicited(packets.udpIn(SERVER, PLAIN_PORT, HOST, PORT, REPLY), nowNs))
                .isFalse();
        assertThat(memory.isSolicited(packets.udpOut(HOST, PORT, SERVER, PLAIN_PORT, REPLY), nowNs))
                .isFalse();
        assertThat(memory.tally().size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"53, 20", "123, 10", "389, 10", "1900, 10", "161, 30"})
    void shouldLetOnlyQuestionsProlongWhereOneQuestionHasOneAnswer(int service, long seconds) {
        ask(service);
        nowNs += SECONDS.toNanos(seconds) - 1;
        assertThat(isAnswered(service)).isTrue();
        nowNs += 1;
        assertThat(isAnswered(service)).isFalse();

        ask(service);
        nowNs += SECONDS.toNanos(seconds) - 1;
        ask(service);
        nowNs += SECONDS.toNanos(seconds) - 1;
        assertThat(isAnswered(service)).isTrue();
    }

    @Test
    void shouldGiveOtherDatagramsThirtySecondsForAnAnswer() {
        ask(PLAIN_PORT);
        nowNs += SECONDS.toNanos(30);

        assertThat(isAnswered(PLAIN_PORT)).isFalse();
    }

    @Test
    void shouldKeepOtherDatagramsFlowingThreeMinutesAfterEitherSideSpoke() {
        ask(PLAIN_PORT);
        assertThat(isAnswered(PLAIN_PORT)).isTrue();
        nowNs += SECONDS.toNanos(180) - 1;
        assertThat(isAnswered(PLAIN_PORT)).isTrue();
        nowNs += SECONDS.toNanos(180) - 1;
        ask(PLAIN_PORT);
        nowNs += SECONDS.toNanos(180) - 1;
        assertThat(isAnswered(PLAIN_PORT)).isTrue();
        nowNs += SECONDS.toNanos(180);
        assertThat(isAnswered(PLAIN_PORT)).isFalse();
    }

    @Test
    void shouldRememberConnectionsTheInsideOpensOnly() {
        memory.note(packets.tcpOut(HOST, PORT, SERVER, TCP_PORT, Packets.SYN | Packets.ACK), nowNs);
        memory.note(packets.tcpOut(HOST, PORT, SERVER, TCP_PORT, Packets.ACK), nowNs);
        memory.note(packets.tcpOut(HOST, PORT, SERVER, TCP_PORT, Packets.RST), nowNs);
        assertThat(memory.tally().size()).isZero();

        send(Packets.SYN);
        assertThat(isSegmentSolicited(Packets.SYN)).isFalse();
        assertThat(isSegmentSolicited(Packets.SYN | Packets.ACK)).isTrue();
    }

    @Test
    void shouldGiveAConnectionTheTimesOfItsPhases() {
        send(Packets.SYN);
        nowNs += SECONDS.toNanos(30) - 1;
        assertThat(isSegmentSolicited(Packets.SYN | Packets.ACK)).isTrue();
        nowNs += SECONDS.toNanos(240) - 1;
        send(Packets.ACK);
        nowNs += SECONDS.toNanos(7440) - 1;
        assertThat(isSegmentSolicited(Packets.ACK)).isTrue();
        nowNs += SECONDS.toNanos(7440) - 1;
        send(Packets.FIN | Packets.ACK);
        nowNs += SECONDS.toNanos(240) - 1;
        assertThat(isSegmentSolicited(Packets.FIN | Packets.ACK)).isTrue();
        nowNs += SECONDS.toNanos(240);
        assertThat(isSegmentSolicited(Packets.ACK)).isFalse();
    }

    @Test
    void shouldForgetAConnectionNobodyAnswered() {
        send(Packets.SYN);
        nowNs += SECONDS.toNanos(30);

        assertThat(isSegmentSolicited(Packets.SYN | Packets.ACK)).isFalse();
    }

    @Test
    void shouldNotLetAForgedResetCutOffAConnectionThatGoesOn() {
        establish();
        assertThat(isSegmentSolicited(Packets.RST)).isTrue();
        nowNs += SECONDS.toNanos(239);
        send(Packets.ACK);
        nowNs += SECONDS.toNanos(7439);

        assertThat(isSegmentSolicited(Packets.ACK)).isTrue();
    }

    @Test
    void shouldForgetAResetConnectionThatTheOutsideAloneGoesOnWith() {
        establish();
        assertThat(isSegmentSolicited(Packets.RST)).isTrue();
        nowNs += SECONDS.toNanos(239);
        assertThat(isSegmentSolicited(Packets.ACK)).isTrue();
        nowNs += SECONDS.toNanos(1);

        assertThat(isSegmentSolicited(Packets.ACK)).isFalse();
    }

    @Test
    void shouldMatchEchoesByIdentifier() {
        memory.note(packets.echoOut(HOST, SERVER, packets.echoRequest(), 77), nowNs);

        assertThat(isEchoSolicited(77)).isTrue();
        assertThat(isEchoSolicited(78)).isFalse();
        assertThat(memory.isSolicited(packets.echoIn(SERVER, HOST, packets.echoRequest(), 77), nowNs))
                .isFalse();
        nowNs += SECONDS.toNanos(60);
        assertThat(isEchoSolicited(77)).isFalse();
    }

    @Test
    void shouldNotRememberEchoReplies() {
        memory.note(packets.echoOut(HOST, SERVER, packets.echoReply(), 77), nowNs);

        assertThat(memory.tally().size()).isZero();
    }

    @Test
    void shouldRememberOtherProtocolsByAddressesAlone() {
        memory.note(packets.otherOut(HOST, SERVER, ESP), nowNs);

        assertThat(memory.isSolicited(packets.otherIn(SERVER, HOST, ESP), nowNs))
                .isTrue();
        assertThat(memory.isSolicited(packets.otherIn(SERVER, HOST, GRE), nowNs))
                .isFalse();
        nowNs += SECONDS.toNanos(180);
        assertThat(memory.isSolicited(packets.otherIn(SERVER, HOST, ESP), nowNs))
                .isFalse();
    }

    @Test
    void shouldMakeNothingOfDatagramsWithoutPorts() {
        memory.note(packets.fragmentOut(HOST, SERVER, 5, 1480), nowNs);

        assertThat(memory.tally().size()).isZero();
        assertThat(memory.isSolicited(packets.fragmentIn(SERVER, HOST, 5, 1480), nowNs))
                .isFalse();
    }

    @Test
    void shouldTakeTimeThatGoesBackForNoTime() {
        ask(53);
        nowNs += SECONDS.toNanos(19);
        assertThat(isAnswered(53)).isTrue();
        memory.isSolicited(packets.udpIn(SERVER, 53, HOST, PORT, REPLY), nowNs - SECONDS.toNanos(3600));
        ask(PLAIN_PORT, nowNs - SECONDS.toNanos(3600));

        assertThat(isAnswered(53)).isTrue();
        nowNs += SECONDS.toNanos(29);
        assertThat(isAnswered(PLAIN_PORT)).isTrue();
    }

    @Test
    void shouldWorkWhereNanoTimeWrapsAround() {
        nowNs = Long.MAX_VALUE - MILLISECONDS.toNanos(5);
        ask(53);
        nowNs += SECONDS.toNanos(19);

        assertThat(isAnswered(53)).isTrue();
        nowNs += SECONDS.toNanos(1);
        assertThat(isAnswered(53)).isFalse();
    }

    @Test
    void shouldCountWhatItClears() {
        for (int port = 1; port <= 10; port++) {
            memory.note(packets.udpOut(HOST, port, SERVER, PLAIN_PORT, REQUEST), nowNs);
        }
        nowNs += SECONDS.toNanos(30);
        memory.expire(nowNs, 7);

        assertThat(memory.tally().size()).isEqualTo(3);
        assertThat(memory.tally().expired()).isEqualTo(7);
    }

    private void ask(int service) {
        ask(service, nowNs);
    }

    private void ask(int service, long atNs) {
        memory.note(packets.udpOut(HOST, PORT, SERVER, service, REQUEST), atNs);
    }

    private boolean isAnswered(int service) {
        return isUdpSolicited(SERVER, service, HOST, PORT);
    }

    private boolean isUdpSolicited(int server, int service, int host, int port) {
        return memory.isSolicited(packets.udpIn(server, service, host, port, REPLY), nowNs);
    }

    private boolean isEchoSolicited(int identifier) {
        return memory.isSolicited(packets.echoIn(SERVER, HOST, packets.echoReply(), identifier), nowNs);
    }

    private void establish() {
        send(Packets.SYN);
        assertThat(isSegmentSolicited(Packets.SYN | Packets.ACK)).isTrue();
        send(Packets.ACK);
    }

    private void send(int flags) {
        memory.note(packets.tcpOut(HOST, PORT, SERVER, TCP_PORT, flags), nowNs);
    }

    private boolean isSegmentSolicited(int flags) {
        return memory.isSolicited(packets.tcpIn(SERVER, TCP_PORT, HOST, PORT, flags), nowNs);
    }
}
