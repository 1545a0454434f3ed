package org.sekimori.dataplane.counters;

/** What is counted of each port. The word is stable and goes into machine-readable output. */
public enum PortCounter {
    RECEIVED_FRAMES("received-frames", "frames that came in"),
    RECEIVED_BYTES("received-bytes", "their bytes"),
    RECEIVED_SUPER_FRAMES("received-super-frames", "of them, frames longer than a ring slot"),
    RECEIVED_DECIDED("received-decided", "of them, frames that programs in the kernel decided, without the box"),
    RECEIVED_CUT(
            "received-cut", "frames lost because they came in cut: longer than a ring slot, and no room for the whole"),
    KERNEL_DROPPED("kernel-dropped", "frames the kernel dropped because the receive ring was full"),
    RECEIVED_LATE("received-late", "frames the box threw away: it came to them after the guard had taken over"),
    TRANSMITTED_FRAMES("transmitted-frames", "frames handed to the driver"),
    TRANSMITTED_BYTES("transmitted-bytes", "bytes of frames queued to go out"),
    TRANSMIT_RING_FULL("transmit-ring-full", "frames lost because the transmit ring was full"),
    TRANSMIT_TOO_LONG("transmit-too-long", "frames lost because the port can't carry their length"),
    TRANSMIT_LINK_DOWN("transmit-link-down", "frames lost because the port was down or gone"),
    TRANSMIT_BUSY("transmit-busy", "times the kernel was short of buffers, frames waiting"),
    TRANSMIT_REFUSED("transmit-refused", "frames the kernel refused for another reason"),
    TRANSMIT_UNSENT("transmit-unsent", "frames that programs or the box passed on and the port's driver didn't send"),
    LINK_LOST("link-lost", "times the carrier went"),
    LINK_MIRRORED("link-mirrored", "times this port was set down because the other had no carrier"),
    INTERFACE_VANISHED("interface-vanished", "times the interface itself went");

    private final String word;
    private final String meaning;

    PortCounter(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    public String word() {
        return word;
    }

    /** What is counted, in one phrase. */
    public String meaning() {
        return meaning;
    }
}
