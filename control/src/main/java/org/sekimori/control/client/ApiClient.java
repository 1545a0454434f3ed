package org.sekimori.control.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Calls the API over the Unix socket, one connection a call. On plain channels of the JDK rather than on Netty: a command
 * that asks once and ends should not start event loops for it.
 */
public final class ApiClient {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** A download says nothing while there is nothing to send. */
    private static final Duration DOWNLOAD_PATIENCE = Duration.ofMinutes(15);

    /** Streams go on as long as anybody listens. */
    private static final Duration NO_END = Duration.ofDays(365);

    /** A whole answer may take so many times the patience for one wait, but not longer than is reasonable. */
    private static final int WAITS = 10;

    private static final Duration LONGEST_CALL = Duration.ofSeconds(120);

    private static final int MOST_BODY_BYTES = 64 << 20;

    private static final String TOO_LARGE = "the answer is too large";

    private final Path socket;
    private final Duration patience;

    public ApiClient(Path socket) {
        this(socket, PATIENCE);
    }

    /**
     * The same with a patience of one's own.
     *
     * @param patience for each wait in which nothing comes; streams say something every 15 seconds
     */
    public ApiClient(Path socket, Duration patience) {
        this.socket = socket;
        this.patience = patience;
    }

    /** Asks for something. */
    public ApiAnswer get(String path) {
        return call("GET", path, new byte[0]);
    }

    /**
     * Asks for something, or for something to be done.
     *
     * @param path with the query, escaped
     * @throws ApiException where the control process isn't there, doesn't answer or breaks off
     */
    public ApiAnswer call(String method, String path, byte[] body) {
        return call(method, path, body, Map.of());
    }

    /** The same with headers of one's own, such as {@code If-Match}. */
    public ApiAnswer call(String method, String path, byte[] body, Map<String, String> headers) {
        Duration all = patience.multipliedBy(WAITS);
        try (ApiConnection connection = connect(patience, all.compareTo(LONGEST_CALL) < 0 ? all : LONGEST_CALL)) {
            ApiResponseHead head = ask(connection, method, path, body, headers);
            byte[] content = method.equals("HEAD") ? new byte[0] : body(connection, head);
            return new ApiAnswer(head.status(), head.header("content-type"), content);
        } catch (IOException problem) {
            throw brokeOff(problem);
        }
    }

    /**
     * Follows a stream of server-sent events until it ends, or the consumer throws.
     *
     * @param event takes each event's data
     * @return the answer where it is not a stream; where it was one, its status alone
     */
    public ApiAnswer stream(String path, Consumer<String> event) {
        try (ApiConnection connection = connect(patience, NO_END)) {
            ApiResponseHead head = ask(connection, "GET", path, new byte[0], Map.of());
            String contentType = head.header("content-type");
            if (!contentType.startsWith("text/event-stream")) {
                return new ApiAnswer(head.status(), contentType, body(connection, head));
            }
            new EventReader(event).readAll(new ChunkedStream(connection));
            return new ApiAnswer(head.status(), contentType, new byte[0]);
        } catch (IOException problem) {
            throw brokeOff(problem);
        }
    }

    /**
     * Takes a download as it comes.
     *
     * @param chunk takes the bytes, in pieces
     * @return the answer where it is a refusal; where it was not, its status alone
     */
    public ApiAnswer download(String path, Consumer<byte[]> chunk) {
        try (ApiConnection connection = connect(DOWNLOAD_PATIENCE, DOWNLOAD_PATIENCE)) {
            ApiResponseHead head = ask(connection, "GET", path, new byte[0], Map.of());
            String contentType = head.header("content-type");
            if (!head.isChunked()) {
                return new ApiAnswer(head.status(), contentType, body(connection, head));
            }
            InputStream in = new ChunkedStream(connection);
            byte[] piece = new byte[16 << 10];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                chunk.accept(Arrays.copyOf(piece, count));
            }
            return new ApiAnswer(head.status(), contentType, new byte[0]);
        } catch (IOException problem) {
            throw brokeOff(problem);
        }
    }

    private static ApiResponseHead ask(
            ApiConnection connection, String method, String path, byte[] body, Map<String, String> headers)
            throws IOException {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        head.append("Host: localhost\r\nConnection: close\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        connection.write(ApiResponseHead.ascii(head.append("\r\n").toString()));
        connection.write(body);
        return ApiResponseHead.read(connection);
    }

    private static byte[] body(ApiConnection connection, ApiResponseHead head) throws IOException {
        if (head.isChunked()) {
            return bounded(new ChunkedStream(connection));
        }
        String length = head.header("content-length");
        if (length.isEmpty()) {
            return bounded(connection);
        }
        if (!length.matches("[0-9]{1,8}") || Integer.parseInt(length) > MOST_BODY_BYTES) {
            throw new IOException(TOO_LARGE);
        }
        return connection.exactly(Integer.parseInt(length));
    }

    private static byte[] bounded(InputStream in) throws IOException {
        byte[] body = in.readNBytes(MOST_BODY_BYTES + 1);
        if (body.length > MOST_BODY_BYTES) {
            throw new IOException(TOO_LARGE);
        }
        return body;
    }

    private ApiConnection connect(Duration longestWait, Duration all) {
        try {
            return ApiConnection.open(socket, longestWait, all);
        } catch (IOException problem) {
            throw new ApiException(whyNot(problem), problem);
        }
    }

    private String whyNot(IOException problem) {
        if (problem instanceof AccessDeniedException || "Permission denied".equals(problem.getMessage())) {
            return socket + ": you may not use it; be root, or a member of the socket's group";
        }
        if (problem instanceof SocketTimeoutException
                || String.valueOf(problem.getMessage()).endsWith(ApiConnection.NOTHING_SENT)) {
            return socket + ": " + problem.getMessage();
        }
        return Files.exists(socket)
                ? socket + ": nobody listens; is 'sekimori control' running?"
                : socket + ": not there; is 'sekimori control' running?";
    }

    private ApiException brokeOff(IOException problem) {
        return new ApiException(socket + ": " + problem.getMessage(), problem);
    }
}
