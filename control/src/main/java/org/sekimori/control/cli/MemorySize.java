package org.sekimori.control.cli;

import java.util.Locale;
import org.sekimori.dataplane.BoxOptions;
import org.sekimori.dataplane.state.StateOptions;

/** How much memory a box takes: what its receive rings hold where nothing else is said, and what it remembers. */
enum MemorySize {
    /** For a line of a gigabit. */
    NORMAL(BoxOptions.DEFAULT_PORT_SLOTS, StateOptions.DEFAULT),
    /** For a small machine on a line of a hundred megabits, which brings an eighth of the frames in the same time. */
    SMALL(BoxOptions.DEFAULT_PORT_SLOTS / 8, StateOptions.SMALL);

    private final int portSlots;
    private final StateOptions state;

    MemorySize(int portSlots, StateOptions state) {
        this.portSlots = portSlots;
        this.state = state;
    }

    int portSlots() {
        return portSlots;
    }

    StateOptions state() {
        return state;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
