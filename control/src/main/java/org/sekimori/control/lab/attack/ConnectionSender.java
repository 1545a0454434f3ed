package org.sekimori.control.lab.attack;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Carries out the orders that take a TCP connection, and holds the one that was left open. */
final class ConnectionSender {
    private static final int READ_SIZE = 65_536;

    private Socket held;

    /** Connects, sends the payload at once, and reads what comes first. */
    Answer connect(Order order, boolean hold) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName(order.source()), 0));
            socket.connect(
                    new InetSocketAddress(InetAddress.getByName(order.target()), order.port()), order.patienceMs());
        } catch (SocketTimeoutException problem) {
            socket.close();
            return answer(order, Answer.Outcome.SILENT, 0);
        } catch (ConnectException problem) {
            socket.close();
            return answer(order, Answer.Outcome.REFUSED, 0);
        }
        Answer answer = say(order, socket);
        if (hold) {
            replaceHeld(socket);
        } else {
            socket.close();
        }
        return answer;
    }

    /** Sends on the connection left open. */
    Answer continueHeld(Order order) throws IOException {
        Socket socket = replaceHeld(null);
        if (socket == null) {
            throw new IOException("no connection was left open");
        }
        try (socket) {
            return say(order, socket);
        }
    }

    private synchronized Socket replaceHeld(Socket socket) {
        Socket before = held;
        held = socket;
        return before;
    }

    private static Answer say(Order order, Socket socket) throws IOException {
        socket.setSoTimeout(order.patienceMs());
        socket.getOutputStream().write(order.payload());
        try {
            int length = socket.getInputStream().read(new byte[READ_SIZE]);
            return length > 0
                    ? answer(order, Answer.Outcome.ANSWERED, length)
                    : answer(order, Answer.Outcome.CONNECTED, 0);
        } catch (SocketTimeoutException problem) {
            return answer(
                    order, order.kind() == Order.Kind.CONTINUE ? Answer.Outcome.SILENT : Answer.Outcome.CONNECTED, 0);
        }
    }

    private static Answer answer(Order order, Answer.Outcome outcome, int bytes) {
        return new Answer(order.id(), outcome, 1, bytes > 0 ? 1 : 0, bytes);
    }
}
