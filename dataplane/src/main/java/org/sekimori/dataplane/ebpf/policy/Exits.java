package org.sekimori.dataplane.ebpf.policy;

import static org.sekimori.dataplane.ebpf.Register.R1;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;
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

    /** The IP version is that of what may ask; 0 for what may not, here and below. */
    private record AskKey(int ipVersion) {}

    private record DefaultKey(int asking) {}

    private record PassedKey(int rule, int asking) {}

    private record AroundKey(Inside inside, int rule, int layer) {}

    Exits(Draft draft, ImageRules rules, TunnelCode tunnels, TimeCode time) {
        this.draft = draft;
        this.rules = rules;
        this.tunnels = tunnels;
        this.time = time;
        code = draft.code();
        forwards = draft.station().forwards();
    }

    /** How many packets are around those of which it is asked. */
    int layer() {
        return tunnels.layer();
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
                ? draft.block(new DefaultKey(asking(stage)), () -> writeDefault(asking(stage)))
                : tunnels.enter(stage.inside());
    }

    /** For one who jumps there: a rule passes the packet, which speaks for the frame unless one inside is dropped. */
    Label passed(Stage stage, int rule) {
        Inside inside = stage.inside();
        if (inside == Inside.SEALED || inside == Inside.NOTHING && !forwards) {
            return draft.handOn();
        }
        if (inside == Inside.NOTHING) {
            return draft.block(new PassedKey(rule, asking(stage)), () -> writePassed(rule, asking(stage)));
        }
        return forwards || rules.dropsByDefault()
                ? draft.block(new AroundKey(inside, rule, layer()), () -> writePassedAround(inside, rule))
                : tunnels.enter(inside);
    }

    /** The IP version, if the map of flows has to hear of such packets, should they leave; else 0. */
    private int asking(Stage stage) {
        return stage.isUdp() && rules.writesFlows() ? stage.ipVersion() : 0;
    }

    /** The frame passes, and is counted at the slot in R1. */
    private void leave(int asking) {
        if (asking != 0) {
            code.jump(draft.block(new AskKey(asking), () -> AskCode.write(draft, asking, rules.flows(), time)));
        } else {
            draft.exits().forward();
        }
    }

    /** R1: the rule that passed a packet around this one, plus 1, or 0. */
    private void loadAround() {
        code.move(R1, Machine.FRAME)
                .compute(Operation.SHIFT_LEFT, R1, Long.SIZE - Machine.DEPTH_SHIFT)
                .compute(Operation.SHIFT_RIGHT, R1, Long.SIZE - Machine.DEPTH_SHIFT + Machine.AROUND_SHIFT);
    }

    private void writeDefault(int asking) {
        Label isPassed = code.label();
        loadAround();
        code.jumpIf(Condition.NOT_EQUAL, R1, 0, isPassed);
        if (rules.dropsByDefault()) {
            drop(rules.slots().byDefault());
        } else {
            code.move(R1, rules.slots().byDefault());
            leave(asking);
        }
        code.place(isPassed);
        leaveByPassed(asking);
    }

    private void writePassed(int rule, int asking) {
        Label around = code.label();
        loadAround();
        code.jumpIf(Condition.NOT_EQUAL, R1, 0, around).move(R1, rule);
        leave(asking);
        code.place(around);
        leaveByPassed(asking);
    }

    /** R1 is what {@link #loadAround} gives. */
    private void leaveByPassed(int asking) {
        code.compute(Operation.SUBTRACT, R1, 1);
        leave(asking);
    }

    /** The verifier forgets which rule it was, so as not to tell the ways apart. */
    private void writePassedAround(Inside inside, int rule) {
        Label enter = tunnels.enter(inside);
        loadAround();
        code.jumpIf(Condition.NOT_EQUAL, R1, 0, enter).move(R1, rule + 1);
        draft.forget(R1);
        code.compute(Operation.AND, R1, Machine.MAX_AROUND)
                .compute(Operation.SHIFT_LEFT, R1, Machine.AROUND_SHIFT)
                .compute(Operation.OR, Machine.FRAME, R1)
                .jump(enter);
    }
}
