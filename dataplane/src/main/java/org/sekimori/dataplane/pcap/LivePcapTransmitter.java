package org.sekimori.dataplane.pcap;

import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.port.TransmitPort;

/** Sends each frame by a call of its own; nothing is ever queued. All fields belong to egress. */
final class LivePcapTransmitter implements TransmitPort {
    private static final String TOO_LONG = "Message too long";
    private static final String DOWN = "Network is down";
    private static final String GONE = "No such device";
    private static final String NO_BUFFERS = "No buffer space available";

    private final PcapHandle handle;
    private final PortCounters counters;

    LivePcapTransmitter(PcapHandle handle, PortCounters counters) {
        this.handle = handle;
        this.counters = counters;
    }

    @Override
    public void transmit(FrameSlot slot) {
        byte[] bytes = new byte[slot.captureLength()];
        slot.frame().getBytes(0, bytes);
        try {
            handle.sendPacket(bytes);
            counters.add(PortCounter.TRANSMITTED_FRAMES, 1);
            counters.add(PortCounter.TRANSMITTED_BYTES, bytes.length);
        } catch (PcapNativeException refused) {
            counters.add(cause(String.valueOf(refused.getMessage())), 1);
        } catch (NotOpenException closed) {
            counters.add(PortCounter.TRANSMIT_LINK_DOWN, 1);
        }
    }

    /** libpcap gives the kernel's reason as text only; said in another language than English it counts as refused. */
    private static PortCounter cause(String words) {
        if (words.contains(TOO_LONG)) {
            return PortCounter.TRANSMIT_TOO_LONG;
        }
        if (words.contains(DOWN) || words.contains(GONE)) {
            return PortCounter.TRANSMIT_LINK_DOWN;
        }
        return words.contains(NO_BUFFERS) ? PortCounter.TRANSMIT_RING_FULL : PortCounter.TRANSMIT_REFUSED;
    }

    @Override
    public void flush() {
        // Every frame has left already.
    }
}
