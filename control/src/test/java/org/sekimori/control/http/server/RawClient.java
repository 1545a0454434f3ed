package org.sekimori.control.http.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that sends whatever bytes it is told to, right or wrong. */
final class RawClient implements AutoCloseable {
    static final int PATIENCE_MS = 10_000;

    private final Socket socket;

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
    }

    static RawClient connect(int port) {
        try {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(TestServer.LOOPBACK, port), PATIENCE_MS);
            return new RawClient(socket);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Sends without minding whether anybody still listens. */
    boolean trySend(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Whether an answer has begun to come in. */
    boolean hasAnswer() {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** One answer, framed by its Content-Length; the connection may go on after it. */
    Answer answer() {
        try {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!endsHead(head.toString(StandardCharsets.ISO_8859_1))) {
                int next = in.read();
                if (next < 0) {
                    return new Answer(head.toString(StandardCharsets.ISO_8859_1), "");
                }
                head.write(next);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            byte[] body = in.readNBytes(new Answer(text, "").contentLength());
            return new Answer(text, new String(body, StandardCharsets.UTF_8));
        } catch (SocketTimeoutException timeout) {
            throw new AssertionError("no answer within " + PATIENCE_MS + " ms", timeout);
        } catch (SocketException reset) {
            return new Answer("", "");
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static boolean endsHead(String text) {
        return text.endsWith("\r\n\r\n");
    }

    /** Everything until the server closes. */
    String rest() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (SocketTimeoutException timeout) {
            throw new AssertionError("still open after " + PATIENCE_MS + " ms", timeout);
        } catch (IOException reset) {
            // As good as an end.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** The head as it came, and the body as text; status 0 where nothing came. */
    record Answer(String head, String body) {
        int status() {
            return head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : 0;
        }

        int contentLength() {
            String length = header("content-length");
            return length.isEmpty() ? 0 : Integer.parseInt(length);
        }

        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }
}
