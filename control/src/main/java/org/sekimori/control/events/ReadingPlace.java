package org.sekimori.control.events;

import java.util.List;
import org.sekimori.dataplane.event.RingPosition;

/**
 * How far the events of a box were told.
 *
 * @param instance of the box; 0: none was seen yet
 * @param told what was told of it
 * @param rings how far its workers' events were read
 */
record ReadingPlace(long instance, Told told, List<RingPosition> rings) {
    /** Nothing was seen yet. */
    static final ReadingPlace NONE = new ReadingPlace(0, new Told(0, false, 0, 0, 0), List.of());

    ReadingPlace {
        rings = List.copyOf(rings);
    }

    /**
     * What was told of a box last.
     *
     * @param state ordinal of its state
     * @param isSilent whether it was silent
     * @param policy a checksum over what it said of its policy
     * @param wanChanges how often the WAN port's link had changed
     * @param lanChanges how often the LAN port's link had changed
     */
    record Told(int state, boolean isSilent, int policy, long wanChanges, long lanChanges) {}
}
