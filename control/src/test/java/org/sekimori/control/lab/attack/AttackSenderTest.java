package org.sekimori.control.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.control.lab.attack.Answer.Outcome;
import org.sekimori.control.lab.attack.Order.Kind;

final class AttackSenderTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int PATIENCE_MS = 5_000;
    private static final int SHORT_PATIENCE_MS = 50;
    private static final byte[] PAYLOAD = {1, 2, 3, 4};

    @Test
    void shouldCountWhatADatagramBringsBack() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, LOOPBACK)) {
            Thread echo = new Thread(() -> echoTwice(server));
            echo.start();

            Answer answer = new DatagramSender(order(Kind.DATAGRAM, server.getLocalPort(), PATIENCE_MS)).sendOne();

            assertThat(answer).isEqualTo(new Answer(1, Outcome.ANSWERED, 1, 2, 8));
        }
    }

    @Test
    void shouldCallADatagramWithoutAnswerSilent() throws IOException {
        try (DatagramSocket deaf = new DatagramSocket(0, LOOPBACK)) {
            Answer answer = new DatagramSender(order(Kind.DATAGRAM, deaf.getLocalPort(), SHORT_PATIENCE_MS)).sendOne();

            assertThat(answer).isEqualTo(new Answer(1, Outcome.SILENT, 1, 0, 0));
        }
    }

    @Test
    void shouldFloodAtAboutTheOrderedRate() throws IOException {
        try (DatagramSocket deaf = new DatagramSocket(0, LOOPBACK)) {
            Order order = new Order(1, Kind.FLOOD, "127.0.0.1", "127.0.0.1", deaf.getLocalPort(), PAYLOAD, 200, 1_000);

            Answer answer = new DatagramSender(order).flood();

            assertThat(answer.isSilent()).isTrue();
            assertThat(answer.sent()).isBetween(50L, 201L);
        }
    }

    @Test
    void shouldTellARefusedConnectionFromAnAnswer() throws IOException {
        ConnectionSender connections = new ConnectionSender();
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            port = server.getLocalPort();
            new Thread(() -> answerOnce(server)).start();

            Answer answer = connections.connect(order(Kind.CONNECT, port, PATIENCE_MS), false);

            assertThat(answer).isEqualTo(new Answer(1, Outcome.ANSWERED, 1, 1, 3));
        }
        Answer refused = connections.connect(order(Kind.CONNECT, port, PATIENCE_MS), false);
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void shouldSayWhenAnOrderCannotBeCarriedOut() throws IOException, InterruptedException {
        StringWriter out = new StringWriter();
        String line = new Order(5, Kind.CONTINUE, "127.0.0.1", "127.0.0.1", 1, PAYLOAD, 1, 0).line();

        new AttackSender(new PrintWriter(out)).serve(new BufferedReader(new StringReader(line + "\n")));
        for (Thread thread : orderThreads()) {
            thread.join();
        }

        assertThat(out.toString().lines()).first().isEqualTo(AttackSender.READY);
        assertThat(out.toString()).contains("fault 5 ").contains("no connection was left open");
    }

    private static List<Thread> orderThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("order 5"))
                .toList();
    }

    private static Order order(Kind kind, int port, int patienceMs) {
        return new Order(1, kind, "127.0.0.1", "127.0.0.1", port, PAYLOAD, patienceMs, 0);
    }

    private static void echoTwice(DatagramSocket server) {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            server.receive(packet);
            server.send(packet);
            server.send(packet);
        } catch (SocketException closed) {
            // The test is over.
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
    }

    private static void answerOnce(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().readNBytes(PAYLOAD.length);
            socket.getOutputStream().write(new byte[] {7, 8, 9});
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
    }
}
