package org.sekimori.control.http.server;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** How many streams are open: each origin has a share of its own, of which one peer gets at most half. Any thread may ask. */
final class StreamPlaces {
    private final int most;
    private final Map<Origin, Map<Object, Integer>> open = new EnumMap<>(Origin.class);

    /**
     * All places are free.
     *
     * @param most on TCP; local users have half as many, root and control's user as many again
     */
    StreamPlaces(int most) {
        this.most = most;
    }

    /** Takes a place; false where none is left for this peer. */
    synchronized boolean take(Peer peer) {
        Map<Object, Integer> places = open.computeIfAbsent(peer.origin(), origin -> new HashMap<>());
        int share = peer.origin() == Origin.REMOTE ? most : Math.max(1, most / 2);
        int all = places.values().stream().mapToInt(Integer::intValue).sum();
        if (all >= share || places.getOrDefault(peer.key(), 0) >= Math.max(1, share / 2)) {
            return false;
        }
        places.merge(peer.key(), 1, Integer::sum);
        return true;
    }

    synchronized void giveBack(Peer peer) {
        open.get(peer.origin()).computeIfPresent(peer.key(), (same, count) -> count > 1 ? count - 1 : null);
    }
}
