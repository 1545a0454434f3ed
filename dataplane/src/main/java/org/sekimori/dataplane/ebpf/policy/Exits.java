package org.sekimori.dataplane.ebpf.policy;

import static org.sekimori.dataplane.ebpf.Register.R1;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.ebpf.flow.AskCode;
import org.sekimori.dataplane.ebpf.flow.TimeCode;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.Inside;
import org.sekimori.dataplane.ebpf.walk.Machine;
import org.sekimori.dataplane.ebpf.walk.TunnelCode;

/** Where a packet goes on once its rules are tried: out of the program, or, if it is a tunnel's and not dropped, into itself. */
final class Exits {
    private final Draft draft;
    private final Assembler code;
    private final ImageRules rules;
    private final TunnelCode tunnels;
    private final boolean forwards;
    private final TimeCode time;

    private enum Key {
        ASK
    }

    private record DefaultKey(boolean mayAsk) {}

    private record PassedKey(int rule, boolean mayAsk) {}

    private record AroundKey(Inside inside, int rule) {}

    Exits(Draft draft, ImageRules rules, TunnelCode tunnels, TimeCode time) {
        this.draft = draft;
        this.rules = rules;
        this.tunnels = tunnels;
        this.time = time;
        code = draft.code();
        forwards = draft.station().forwards();
    }

    /** Whether whatever doesn't drop such a packet hands it on. */
    boolean handOn(Stage stage) {
        return stage.inside() == Inside.SEALED
                || stage.inside() == Inside.NOTHING && !forwards && !rules.dropsByDefault();
    }

    /** Drops the frame, or, where the policy only watches, counts that and sends it on. */
    void drop(int slot) {
        if (rules.onlyWatches()) {
            draft.exits().watch(slot, rules.slots().watched());
        } else {
            draft.exits().drop(slot);
        }
    }

    /** For one who jumps there: no rule has decided. */
    Label undecided(Stage stage) {
        if (handOn(stage)) {
            return draft.handOn();
        }
        return stage.inside() == Inside.NOTHING
                ? draft.block(new DefaultKey(mayAsk(stage)), () -> writeDefault(mayAsk(stage)))
                : tunnels.enter(stage.inside());
    }

    /** For one who jumps there: a rule passes the packet, which speaks for the frame unless one inside is dropped. */
    Label passed(Stage stage, int rule) {
        Inside inside = stage.inside();
        if (inside == Inside.SEALED || inside == Inside.NOTHING && !forwards) {
            return draft.handOn();
        }
        if (inside == Inside.NOTHING) {
            return draft.block(new PassedKey(rule, mayAsk(stage)), () -> writePassed(rule, mayAsk(stage)));
        }
        return forwards || rules.dropsByDefault()
                ? draft.block(new AroundKey(inside, rule), () -> writePassedAround(inside, rule))
                : tunnels.enter(inside);
    }

    /** Whether the map of flows has to hear of such packets, if they leave. */
    private boolean mayAsk(Stage stage) {
        return stage.isUdp() && rules.writesFlows();
    }

    /** The frame passes, and is counted at the slot in R1. */
    private void leave(boolean mayAsk) {
        if (mayAsk) {
            code.jump(draft.block(Key.ASK, () -> AskCode.write(draft, rules.flows(), time)));
        } else {
            draft.exits().forward();
        }
    }

    private void writeDefault(boolean mayAsk) {
        Label isPassed = code.label();
        code.load(Width.WORD, R1, Machine.STACK, Machine.PASSED_AROUND)
                .jumpIf(Condition.NOT_EQUAL, R1, Machine.NONE_AROUND, isPassed);
        if (rules.dropsByDefault()) {
            drop(rules.slots().byDefault());
        } else {
            code.move(R1, rules.slots().byDefault());
            leave(mayAsk);
        }
        code.place(isPassed);
        leaveByPassed(mayAsk);
    }

    private void writePassed(int rule, boolean mayAsk) {
        Label around = code.label();
        code.load(Width.WORD, R1, Machine.STACK, Machine.PASSED_AROUND)
                .jumpIf(Condition.NOT_EQUAL, R1, Machine.NONE_AROUND, around)
                .move(R1, rule);
        leave(mayAsk);
        code.place(around);
        leaveByPassed(mayAsk);
    }

    /** R1 is what lay at {@link Machine#PASSED_AROUND}. */
    private void leaveByPassed(boolean mayAsk) {
        code.compute(Operation.SUBTRACT, R1, Machine.AROUND);
        leave(mayAsk);
    }

    private void writePassedAround(Inside inside, int rule) {
        Label enter = tunnels.enter(inside);
        code.load(Width.WORD, R1, Machine.STACK, Machine.PASSED_AROUND)
                .jumpIf(Condition.NOT_EQUAL, R1, Machine.NONE_AROUND, enter)
                .store(Width.WORD, Machine.STACK, Machine.PASSED_AROUND, rule + Machine.AROUND)
                .jump(enter);
    }
}
