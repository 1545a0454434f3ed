package org.sekimori.control.http.server;

import java.time.Duration;

/** All bounds of the server. What passes one is refused or cut off; nothing grows with what strangers send. */
public record HttpLimits(Sizes sizes, Times times, Peers peers, Work work) {
    /** What an appliance on a management network wants. */
    public static final HttpLimits DEFAULTS =
            new HttpLimits(Sizes.DEFAULTS, Times.DEFAULTS, Peers.DEFAULTS, Work.DEFAULTS);

    public HttpLimits with(Sizes other) {
        return new HttpLimits(other, times, peers, work);
    }

    public HttpLimits with(Times other) {
        return new HttpLimits(sizes, other, peers, work);
    }

    public HttpLimits with(Peers other) {
        return new HttpLimits(sizes, times, other, work);
    }

    public HttpLimits with(Work other) {
        return new HttpLimits(sizes, times, peers, other);
    }

    /**
     * Of a request.
     *
     * @param bodyBytes of a caller with credentials: the longest policy
     * @param strangerBodyBytes of anybody, to an open route
     * @param allBodiesBytes of all large bodies that are held at once
     * @param headerBytes of all its headers
     * @param lineBytes of its first line
     */
    public record Sizes(int bodyBytes, int strangerBodyBytes, int allBodiesBytes, int headerBytes, int lineBytes) {
        public static final Sizes DEFAULTS = new Sizes(32 << 20, 4 << 10, 40 << 20, 8 << 10, 4 << 10);
    }

    /**
     * Of a connection.
     *
     * @param handshake for TLS
     * @param request from the connection to the first request's headers, and from its headers to the end of its body
     * @param idle from one answer to the next request's headers
     * @param handling for an end point to answer; then 504 is said
     * @param writing for the client to take the answer
     * @param linger for a refused client to read why, while what it still sends is thrown away
     */
    public record Times(
            Duration handshake, Duration request, Duration idle, Duration handling, Duration writing, Duration linger) {
        public static final Times DEFAULTS = new Times(
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2));
    }

    /**
     * Of one address, and of all. An IPv6 address counts as its /64.
     *
     * @param connectionsPerAddress at once; one more makes the oldest without credentials go
     * @param connections at once on TCP, likewise
     * @param localConnections at once on the Unix socket, a quarter of them for one user; root and control's user have as
     *     many as that each besides
     * @param requestsPerSecond in the long run; callers with credentials and those without are counted apart
     * @param requestBurst at once
     * @param failuresPerSecond wrong tokens that are told apart from a flood of them
     * @param failureBurst at once
     * @param addresses remembered, in fixed memory; past that number addresses share
     */
    public record Peers(
            int connectionsPerAddress,
            int connections,
            int localConnections,
            double requestsPerSecond,
            int requestBurst,
            double failuresPerSecond,
            int failureBurst,
            int addresses) {
        public static final Peers DEFAULTS = new Peers(32, 256, 64, 50, 100, 0.1, 10, 4096);
    }

    /**
     * Of the work behind.
     *
     * @param workers threads for each origin, for end points that answer at once; those that take long have one for each kind
     * @param queue requests that wait for each; past it 503 is said
     * @param streams open at once on TCP, half of them for one address; each local origin has half as many
     * @param pendingBytes a stream's client may let pile up before it is cut off
     * @param heartbeat of a stream; a client that took nothing from one to the next is cut off
     */
    public record Work(int workers, int queue, int streams, int pendingBytes, Duration heartbeat) {
        public static final Work DEFAULTS = new Work(2, 64, 32, 256 << 10, Duration.ofSeconds(15));
    }
}
