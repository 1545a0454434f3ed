package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.control.inline.Evasion.Effect;
import org.sekimori.control.inline.line.End;
import org.sekimori.control.inline.line.Line;
import org.sekimori.control.inline.line.SeenPacket;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.dataplane.frame.FrameBuilder;

/**
 * Whatever form an attack takes on the line, no program behind the box gets it. The judge is the kernel of the host inside, once behind a
 * box that lets everything pass, which shows whether the form does its work, and once behind the shipped policy.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvasionIT {
    private static final String OPEN_POLICY = """
            version: 1
            name: open
            malformed: {inbound: pass, outbound: pass}
            undecodable: {inbound: pass, outbound: pass}
            rules: []
            """;
    private static final List<Line> LINES = List.of(Line.PLAIN, Line.PPPOE, Line.DS_LITE);
    private static final int FIRST_SOURCE_PORT = 20_000;

    private final List<ServerSocketChannel> listeners = new ArrayList<>();
    private LineLab open;
    private LineLab guarded;
    private Mailbox beyondOpen;
    private Mailbox beyondGuarded;
    private int count;

    @BeforeAll
    void start() {
        open = new LineLab(OPEN_POLICY);
        guarded = new LineLab(LineLab.policyWithPartner());
        beyondOpen = new Mailbox(open.inline().lan, Evasion.PORTS);
        beyondGuarded = new Mailbox(guarded.inline().lan, Evasion.PORTS);
        for (LineLab lab : List.of(open, guarded)) {
            for (int port : List.of(Knock.SMB, Knock.OPEN_PORT)) {
                listeners.add(
                        lab.inline().lan.call(() -> ServerSocketChannel.open().bind(new InetSocketAddress(port))));
            }
        }
    }

    @AfterAll
    void stop() throws IOException {
        try (LineLab one = open;
                LineLab other = guarded;
                Mailbox first = beyondOpen;
                Mailbox second = beyondGuarded) {
            for (ServerSocketChannel listener : listeners) {
                listener.close();
            }
        }
    }

    static Stream<Arguments> evasions() {
        return LINES.stream().flatMap(line -> Evasion.all().stream().map(evasion -> Arguments.of(line, evasion)));
    }

    static Stream<Arguments> knocks() {
        return LINES.stream().flatMap(line -> Knock.all().stream().map(knock -> Arguments.of(line, knock)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("evasions")
    void shouldDeliverNoDatagramInDisguise(Line line, Evasion evasion) {
        boolean reaches = isDelivered(open, beyondOpen, line, evasion);
        if (evasion.effect() != Effect.VARIES) {
            assertThat(reaches).as("through an open box").isEqualTo(evasion.effect() == Effect.REACHES);
        }
        assertThat(isDelivered(guarded, beyondGuarded, line, evasion))
                .as("by the shipped policy")
                .isFalse();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("knocks")
    void shouldLetNoKnockAtSmbBeAnswered(Line line, Knock knock) {
        assertThat(isAnswered(open, line, knock)).as("through an open box").isEqualTo(knock.answered());
        assertThat(isAnswered(guarded, line, knock)).as("by the shipped policy").isFalse();
    }

    /** Sends it, and behind it a datagram that nothing keeps from coming; returns whether the first came, too. */
    private boolean isDelivered(LineLab lab, Mailbox mailbox, Line line, Evasion evasion) {
        lab.become(line);
        String mark = "<attack " + ++count + ">";
        String end = "<end " + count + ">";
        evasion.frames().apply(mark.getBytes(StandardCharsets.US_ASCII)).forEach(frame -> send(lab, line, frame));
        byte[] last = FrameBuilder.frame()
                .ethernet(End.INSIDE.mac(), End.OUTSIDE.mac())
                .ipv4(Addresses.ATTACKER, Addresses.HOST)
                .udp(Evasion.OPEN_PORT, Evasion.OPEN_PORT)
                .payload(end)
                .bytes();
        send(lab, line, last);
        Wait.until("the datagram behind it arrives", () -> mailbox.holds(end));
        return mailbox.holds(mark);
    }

    /** Knocks, and behind it at a port that is open; returns whether the first was answered, too. */
    private boolean isAnswered(LineLab lab, Line line, Knock knock) {
        lab.become(line);
        int sourcePort = FIRST_SOURCE_PORT + ++count;
        try (FrameCapture atInternet = lab.watchInternet()) {
            knock.frames().apply(sourcePort).forEach(frame -> send(lab, line, frame));
            send(lab, line, Knock.atOpenPort(sourcePort));
            assertThat(lab.await(atInternet, 1, packet -> isAnswer(packet, Knock.OPEN_PORT, sourcePort)))
                    .as("the open port's answer")
                    .isNotEmpty();
            return !lab.await(atInternet, 0, packet -> isAnswer(packet, Knock.SMB, sourcePort))
                    .isEmpty();
        }
    }

    private static boolean isAnswer(SeenPacket packet, int from, int to) {
        return packet.protocol() == SeenPacket.TCP && packet.sourcePort() == from && packet.destinationPort() == to;
    }

    private static void send(LineLab lab, Line line, byte[] frame) {
        lab.inline().sendFromWan(List.of(line.at(End.OUTSIDE).wrap(frame).orElseThrow()));
    }
}
