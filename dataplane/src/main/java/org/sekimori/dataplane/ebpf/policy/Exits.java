package org.sekimori.dataplane.ebpf.policy;

import static org.sekimori.dataplane.ebpf.Register.R1;

import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.Inside;
import org.sekimori.dataplane.ebpf.walk.Machine;
import org.sekimori.dataplane.ebpf.walk.TunnelCode;

/** Where a packet goes on that no rule drops: into itself, if it is a tunnel's, else to the frame's end. */
final class Exits {
    private final Draft draft;
    private final ImageRules rules;
    private final TunnelCode tunnels;

    private enum Key {
        DEFAULT
    }

    private record AroundKey(Inside inside) {}

    Exits(Draft draft, ImageRules rules, TunnelCode tunnels) {
        this.draft = draft;
        this.rules = rules;
        this.tunnels = tunnels;
    }

    /** Whether whatever doesn't drop such a packet hands it on. */
    boolean handOn(Stage stage) {
        return stage.inside() == Inside.SEALED || stage.inside() == Inside.NOTHING && !rules.dropsByDefault();
    }

    /** For one who jumps there: no rule has decided. */
    Label undecided(Stage stage) {
        if (handOn(stage)) {
            return draft.pass();
        }
        return stage.inside() == Inside.NOTHING
                ? draft.block(Key.DEFAULT, this::writeDefault)
                : tunnels.enter(stage.inside());
    }

    /** For one who jumps there: a rule passes the packet, which speaks for the frame unless one inside is dropped. */
    Label passed(Stage stage) {
        if (stage.inside() == Inside.NOTHING || stage.inside() == Inside.SEALED) {
            return draft.pass();
        }
        return rules.dropsByDefault()
                ? draft.block(new AroundKey(stage.inside()), () -> writePassedAround(stage.inside()))
                : tunnels.enter(stage.inside());
    }

    private void writeDefault() {
        draft.code()
                .load(Width.DOUBLE, R1, Machine.STACK, Machine.PASSED_AROUND)
                .jumpIf(Condition.NOT_EQUAL, R1, 0, draft.pass());
        draft.drop(rules.slots().byDefault());
    }

    private void writePassedAround(Inside inside) {
        draft.code()
                .store(Width.DOUBLE, Machine.STACK, Machine.PASSED_AROUND, 1)
                .jump(tunnels.enter(inside));
    }
}
