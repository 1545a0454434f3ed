package org.sekimori.dataplane.agent;

import org.sekimori.dataplane.port.FrameSlot;

/** Hears of every frame as it leaves the ring, in order, before its memory goes back. Called by the egress agent. */
@FunctionalInterface
public interface VerdictListener {
    /** Listens to nothing: the live box counts, and that is all. */
    VerdictListener NONE = slot -> {};

    /** The frame of that slot has its verdict, and is still readable. */
    void onVerdict(FrameSlot slot);
}
