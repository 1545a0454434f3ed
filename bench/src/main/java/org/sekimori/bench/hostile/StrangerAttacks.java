package org.sekimori.bench.hostile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.sekimori.bench.hostile.Attack.Plan;

/** By anybody on the management network, without credentials. */
final class StrangerAttacks {
    private static final int HELD = 300;
    private static final long HOLD_MS = 3_000;
    private static final int FLIGHT_BYTES = 1 << 14;
    private static final byte[] HELLO = hello();
    private static final List<String> REQUESTS = List.of(
            "GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer guess\r\n\r\n",
            "POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n"
                    + "{\"token\":\"guess\"}",
            "GET /healthz HTTP/1.0\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: " + "a".repeat(9_000) + "\r\n\r\n",
            "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048576\r\n\r\n",
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 44\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                    + "GET /api/v1/status HTTP/1.1\r\nX: ",
            "\u0016\u0003\u0001\u0000\u0005junk");

    private StrangerAttacks() {}

    static Map<String, Plan> plans() {
        return Map.of(
                "half-open-tls", new Plan(1, 0, (target, tally) -> hold(tally, target.tls(), half(HELLO))),
                "silent-plain", new Plan(1, 0, (target, tally) -> hold(tally, target.plain(), new byte[0])),
                "slow-headers",
                        new Plan(
                                1,
                                0,
                                (target, tally) ->
                                        hold(tally, target.plain(), "GET /healthz HTTP/1.1\r\nHost: loc".getBytes())),
                "tls-flood", new Plan(8, 0, StrangerAttacks::shakeHands),
                "junk", new Plan(4, 2, StrangerAttacks::sayJunk));
    }

    private static byte[] half(byte[] whole) {
        return java.util.Arrays.copyOf(whole, whole.length / 2);
    }

    /** A ClientHello made once and sent again and again costs its sender nothing. */
    private static byte[] hello() {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            ByteBuffer flight = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), flight);
            return java.util.Arrays.copyOf(flight.array(), flight.position());
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void hold(Tally tally, java.net.SocketAddress address, byte[] beginning)
            throws IOException, InterruptedException {
        List<Wire> held = new ArrayList<>();
        try {
            for (int i = 0; i < HELD; i++) {
                held.add(Wire.to(address).send(beginning));
                tally.count("held");
            }
            Thread.sleep(HOLD_MS);
        } finally {
            for (Wire wire : held) {
                wire.close();
            }
        }
    }

    private static void shakeHands(Target target, Tally tally) throws IOException {
        try (Wire wire = Wire.to(target.tls())) {
            String flight = wire.send(HELLO).first(FLIGHT_BYTES);
            tally.count(flight.isEmpty() ? "hello refused" : "hello answered");
        }
    }

    private static void sayJunk(Target target, Tally tally) throws IOException {
        String request = REQUESTS.get(ThreadLocalRandom.current().nextInt(REQUESTS.size()));
        try (Wire wire = Wire.to(target.plain())) {
            String answer = wire.send(request).status();
            if (answer.equals("200") && !request.contains("/healthz")) {
                tally.hole("answered " + request.substring(0, 30));
            }
            tally.count("junk " + answer);
        }
    }
}
