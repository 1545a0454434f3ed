package org.sekimori.bench.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sekimori.bench.hostile.Attack.Plan;

/** By who may use the API, a member of the group or a holder of the token: connections and streams without end. */
final class CrowdAttacks {
    private static final int CONNECTIONS = 200;
    private static final int STREAMS = 60;
    private static final long ASK_AGAIN_MS = 300;
    private static final int ASK_TIMES = 10;
    private static final int BIG_BODY = 33 << 20;
    private static final int PIPELINED = 500;

    private CrowdAttacks() {}

    static Map<String, Plan> plans() {
        return Map.of(
                "kept-connections", new Plan(1, 0, (target, tally) -> keep(target, tally, false)),
                "unread-streams", new Plan(1, 0, (target, tally) -> stream(target, tally, false)),
                "head-captures", new Plan(2, 50, (target, tally) -> head(target, tally, false)),
                "token-connections", new Plan(1, 0, (target, tally) -> keep(target, tally, true)),
                "token-streams", new Plan(1, 0, (target, tally) -> stream(target, tally, true)),
                "token-bodies", new Plan(2, 5, CrowdAttacks::sendBody),
                "token-pipeline", new Plan(2, 5, CrowdAttacks::pipeline));
    }

    private static Wire open(Target target, boolean byToken) throws IOException {
        return byToken ? Wire.to(target.plain()) : Wire.to(target.paths().apiSocket());
    }

    private static String credentials(Target target, boolean byToken) {
        return byToken ? "Authorization: Bearer " + target.token() + "\r\n" : "";
    }

    private static void closeAll(List<Wire> wires) throws IOException {
        for (Wire wire : wires) {
            wire.close();
        }
    }

    /** As many as there is room for, each of which asks now and then, so that none is idle. */
    private static void keep(Target target, Tally tally, boolean byToken) throws IOException, InterruptedException {
        List<Wire> kept = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                kept.add(open(target, byToken));
            }
            for (int times = 0; times < ASK_TIMES; times++) {
                for (Wire wire : kept) {
                    tally.count(askOn(wire, credentials(target, byToken)));
                }
                Thread.sleep(ASK_AGAIN_MS);
            }
        } finally {
            closeAll(kept);
        }
    }

    private static String askOn(Wire wire, String credentials) {
        try {
            return "kept " + wire.ask("GET", "/api/v1/status", credentials).status();
        } catch (IOException refused) {
            return "kept refused";
        }
    }

    private static void stream(Target target, Tally tally, boolean byToken) throws IOException, InterruptedException {
        List<Wire> unread = new ArrayList<>();
        try {
            for (int i = 0; i < STREAMS; i++) {
                Wire wire = open(target, byToken);
                unread.add(wire);
                String path = i % 4 == 0 ? "/api/v1/events.pcap?seconds=600" : "/api/v1/events";
                tally.count("stream "
                        + wire.ask("GET", path, credentials(target, byToken)).status());
            }
            Thread.sleep(ASK_AGAIN_MS * ASK_TIMES);
        } finally {
            closeAll(unread);
        }
    }

    /** A HEAD must not begin what nobody will read (S18). */
    private static void head(Target target, Tally tally, boolean byToken) throws IOException {
        try (Wire wire = open(target, byToken)) {
            String more = credentials(target, byToken);
            tally.count("HEAD "
                    + wire.ask("HEAD", "/api/v1/events.pcap?seconds=600", more).status());
        }
    }

    /** Bodies longer than allowed, in chunks, with two lengths, or never finished. */
    private static void sendBody(Target target, Tally tally) throws IOException {
        String token = credentials(target, true);
        List<String> lengths = List.of(
                "Content-Length: " + BIG_BODY + "\r\n",
                "Content-Length: " + (BIG_BODY / 2) + "\r\n",
                "Transfer-Encoding: chunked\r\n",
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: 4\r\nContent-Length: 5\r\n",
                "Content-Length: 4194304\r\nExpect: 100-continue\r\n");
        for (String length : lengths) {
            try (Wire wire = Wire.to(target.plain())) {
                wire.ask("PUT", "/api/v1/policy", token + length).send(new byte[1 << 20]);
                tally.count("body " + (length.contains("4194304") ? "sent" : wire.status()));
            } catch (IOException refused) {
                tally.count("body refused");
            }
        }
    }

    private static void pipeline(Target target, Tally tally) throws IOException {
        try (Wire wire = Wire.to(target.plain())) {
            String request =
                    "GET /api/v1/policy/history HTTP/1.1\r\nHost: localhost\r\n" + credentials(target, true) + "\r\n";
            tally.count("pipeline " + wire.send(request.repeat(PIPELINED)).status());
        }
    }
}
