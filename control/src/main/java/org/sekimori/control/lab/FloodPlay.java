package org.sekimori.control.lab;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.sekimori.control.lab.attack.Answer;
import org.sekimori.control.lab.attack.Attacker;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.Namespace;

/** A flood of CLDAP queries dies at the box while names resolve and a download goes on. */
final class FloodPlay {
    private static final int PER_SECOND = 20_000;
    private static final int DURATION_MS = 3_000;
    private static final int MS_PER_SECOND = 1_000;
    /** A sender on a busy machine may fall behind its rate; less than this would be no flood. */
    private static final double LEAST_SHARE = 0.25;
    /** Of what was sent, how much the box must have seen; the rest may be lost before it, as on any line that is full. */
    private static final double SEEN_SHARE = 0.9;

    private final Stage stage;
    private final AttackPlay attacks;

    FloodPlay(Stage stage, AttackPlay attacks) {
        this.stage = stage;
        this.attacks = attacks;
    }

    void play(Placement placement) {
        Namespace lan = stage.network().lan();
        Resolver resolver = new Resolver(lan, stage.report());
        CompletableFuture<Answer> flood = stage.attacker().send(Attack.cldapFlood(placement, PER_SECOND, DURATION_MS));
        CompletableFuture<Download> download = CompletableFuture.supplyAsync(() -> Download.of(lan, stage.largeFile()));
        int asked = 0;
        int resolved = 0;
        while (!flood.isDone()) {
            asked++;
            resolved += resolver.resolves("@" + Addresses.SERVER) ? 1 : 0;
        }
        report(Attacker.await(flood), asked, resolved, download.join());
    }

    private void report(Answer flood, int asked, int resolved, Download download) {
        long planned = (long) PER_SECOND * DURATION_MS / MS_PER_SECOND;
        CheckReport report = stage.report();
        report.check(
                "CLDAP flood, " + planned + " queries in 3 s",
                "silence",
                String.format(Locale.ROOT, "%,d sent, %,d answers", flood.sent(), flood.received()),
                flood.isSilent() && flood.sent() >= planned * LEAST_SHARE);
        report.check("dig during the flood", "all of " + asked, resolved + " resolved", asked > 0 && resolved == asked);
        stage.note("during the flood", download);
        attacks.note("cldap", (long) (flood.sent() * SEEN_SHARE));
    }
}
