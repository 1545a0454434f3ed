package org.sekimori.control.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.sekimori.control.lab.attack.Answer;
import org.sekimori.control.lab.attack.Answer.Outcome;
import org.sekimori.control.lab.attack.Attacker;

/** Plays every attack at once and checks what came back. Counts what was sent, for a look at the box's own counters later. */
final class AttackPlay {
    private final Stage stage;
    private final Map<String, Long> sentPerRule = new HashMap<>();

    AttackPlay(Stage stage) {
        this.stage = stage;
    }

    /** How many attacks this rule has had to drop so far, in frames at least. */
    long sentAt(String rule) {
        return sentPerRule.getOrDefault(rule, 0L);
    }

    void note(String rule, long count) {
        sentPerRule.merge(rule, count, Long::sum);
    }

    /** With no box in the way every attack is answered, else the lab would prove nothing. */
    void expectAnswers(Placement placement) {
        play(placement, false);
    }

    /** With the box in the way nothing comes back at all. */
    void expectSilence(Placement placement) {
        play(placement, true);
    }

    private void play(Placement placement, boolean boxed) {
        List<Attack> attacks = Attack.all(placement, stage.quick());
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        attacks.forEach(attack -> answers.add(stage.attacker().send(attack.order())));
        for (int i = 0; i < attacks.size(); i++) {
            Attack attack = attacks.get(i);
            Answer answer = Attacker.await(answers.get(i));
            Outcome expected = expected(attack, boxed);
            stage.report()
                    .check(
                            attack.what(),
                            words(expected),
                            answer.text(attack.order().payload().length),
                            answer.outcome() == expected);
            if (boxed) {
                note(attack.rule(), 1);
            }
        }
    }

    private Outcome expected(Attack attack, boolean boxed) {
        if (boxed) {
            return Outcome.SILENT;
        }
        return attack.needsDomain() && stage.quick() ? Outcome.REFUSED : Outcome.ANSWERED;
    }

    static String words(Outcome outcome) {
        return switch (outcome) {
            case ANSWERED -> "an answer";
            case CONNECTED -> "a connection";
            case REFUSED -> "a reset";
            case SILENT -> "silence";
        };
    }
}
