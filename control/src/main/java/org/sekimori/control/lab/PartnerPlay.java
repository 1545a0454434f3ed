package org.sekimori.control.lab;

import java.time.Duration;
import org.sekimori.control.lab.attack.Answer;
import org.sekimori.control.lab.attack.Answer.Outcome;
import org.sekimori.control.lab.attack.Attacker;
import org.sekimori.control.lab.attack.Order;
import org.sekimori.control.lab.attack.Order.Kind;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.Command;
import org.sekimori.control.lab.net.Namespace;

/** A branch office is let in to SMB by {@code allow-from} while frames pass, and shut out again in the middle of a connection. */
final class PartnerPlay {
    private static final Duration SMBCLIENT_PATIENCE = Duration.ofSeconds(4);

    private final Stage stage;
    private final AttackPlay attacks;
    private final BoxProcess box;
    private final Placement placement;

    PartnerPlay(Stage stage, AttackPlay attacks, BoxProcess box, Placement placement) {
        this.stage = stage;
        this.attacks = attacks;
        this.box = box;
        this.placement = placement;
    }

    void play() {
        CheckReport report = stage.report();
        expect("partner's SMB negotiate, not yet allowed", Outcome.SILENT, send(Kind.CONNECT, Addresses.PARTNER));
        shares("smbclient lists shares, partner not yet allowed", false);
        boolean letIn = box.letPartnerIn();
        report.check("reload with allow-from, by SIGHUP", "reloaded", letIn ? "reloaded" : box.lastWords(), letIn);
        Outcome spoken = stage.quick() ? Outcome.REFUSED : Outcome.ANSWERED;
        expect("partner's SMB negotiate, allowed", spoken, send(Kind.OPEN, Addresses.PARTNER));
        shares("smbclient lists shares, partner allowed", true);
        expect("a stranger's SMB negotiate", Outcome.SILENT, send(Kind.CONNECT, Addresses.ATTACKER));
        boolean shutOut = box.shutPartnerOut();
        report.check(
                "reload without allow-from, by file change",
                "reloaded",
                shutOut ? "reloaded" : box.lastWords(),
                shutOut);
        if (!stage.quick()) {
            expect("data on the partner's open connection", Outcome.SILENT, send(Kind.CONTINUE, Addresses.PARTNER));
        }
        attacks.note("smb", 2);
    }

    private Answer send(Kind kind, String source) {
        return Attacker.await(stage.attacker().send(Attack.smb(kind, source, placement)));
    }

    private void expect(String what, Outcome expected, Answer answer) {
        Order order = Attack.smb(Kind.CONNECT, Addresses.PARTNER, placement);
        stage.report()
                .check(
                        what,
                        AttackPlay.words(expected),
                        answer.text(order.payload().length),
                        answer.outcome() == expected);
    }

    /** smbclient sends from the partner's address: the WAN's routes say so. */
    private void shares(String what, boolean expected) {
        if (stage.quick()) {
            return;
        }
        Namespace wan = stage.network().wan();
        Command.Result result = wan.run(SMBCLIENT_PATIENCE, "smbclient", "-N", "-L", placement.host());
        boolean listed = result.isOk() && result.text().contains("sysvol");
        stage.report()
                .check(
                        what,
                        expected ? "shares" : "no connection",
                        listed ? "shares" : "no connection",
                        listed == expected);
    }
}
