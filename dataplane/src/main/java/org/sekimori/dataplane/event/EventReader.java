package org.sekimori.dataplane.event;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the events of all workers, the workers in turn, each worker's in order. It begins with the last event told before
 * it was opened. Belongs to one thread; several readers don't disturb each other, nor the box.
 */
public final class EventReader {
    private final List<RingReader> rings = new ArrayList<>();
    private int turn;

    /**
     * Nothing read yet.
     *
     * @param rings of all workers
     * @param ruleNames the name of the rule with a counter, empty if there is none
     */
    public EventReader(List<UnsafeBuffer> rings, IntFunction<String> ruleNames) {
        for (UnsafeBuffer ring : rings) {
            this.rings.add(new RingReader(ring, this.rings.size(), ruleNames));
        }
    }

    /**
     * Goes on where another reader of the same box stopped, by its {@link #positions}; {@link RingPosition#START} for each
     * worker beyond. What was overwritten since counts as lost.
     */
    public EventReader resume(List<RingPosition> positions) {
        for (int i = 0; i < rings.size(); i++) {
            rings.get(i).resume(i < positions.size() ? positions.get(i) : RingPosition.START);
        }
        return this;
    }

    /** How far each worker's events were read. */
    public List<RingPosition> positions() {
        List<RingPosition> positions = new ArrayList<>();
        for (RingReader ring : rings) {
            positions.add(ring.position());
        }
        return positions;
    }

    /** Hands over the events that are there, so many at most, and returns how many. */
    public int poll(Consumer<DropEvent> consumer, int limit) {
        int taken = 0;
        int empty = 0;
        while (taken < limit && empty < rings.size()) {
            turn = (turn + 1) % rings.size();
            DropEvent event = rings.get(turn).next();
            if (event == null) {
                empty++;
            } else {
                empty = 0;
                taken++;
                consumer.accept(event);
            }
        }
        return taken;
    }

    /** Events that were overwritten before this reader came to them. */
    public long lost() {
        long lost = 0;
        for (RingReader ring : rings) {
            lost += ring.lost();
        }
        return lost;
    }
}
