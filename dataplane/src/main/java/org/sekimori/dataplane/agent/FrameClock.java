package org.sekimori.dataplane.agent;

/** Which time timeouts and rates go by. */
public enum FrameClock {
    /** The machine's, read once a duty cycle. */
    MACHINE,
    /** The frames' own stamps: a capture is replayed as fast as it can be read. */
    FRAMES
}
