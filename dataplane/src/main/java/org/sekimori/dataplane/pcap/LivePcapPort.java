package org.sekimori.dataplane.pcap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.PcapDirection;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.packet.namednumber.DataLinkType;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.port.Port;
import org.sekimori.dataplane.port.PortException;
import org.sekimori.dataplane.port.ReceivePort;
import org.sekimori.dataplane.port.TransmitPort;

/**
 * A network interface held by libpcap, for machines and labs where AF_PACKET rings won't do.
 *
 * <p>It is the slow way, allocates per frame, and can do less. Offloads must be off on the interface ({@code ethtool -K IF
 * gro off lro off tso off gso off} and, at a veth's far end, {@code tx off}): libpcap knows neither super-frames, which
 * come in longer than the interface carries and are lost (counted as {@code received-cut}), nor partial checksums, which
 * go out unfinished. The kernel's own stack is not kept off the interface, a lost carrier is not mirrored, and an interface
 * that vanishes does not come back by itself.
 */
public final class LivePcapPort implements Port {
    private static final int ETHERNET_HEADER_BYTES = 14;
    private static final int MAX_TAG_BYTES = 8 * 4;
    private static final int MTU_IF_UNKNOWN = 9_216;
    private static final int BUFFER_BYTES = 16 * 1024 * 1024;
    /** Unused in immediate mode, but 0 would mean "for ever" elsewhere. */
    private static final int TIMEOUT_MILLIS = 1;

    private final String name;
    private final PcapHandle handle;
    private final PortCounters counters;
    private final LivePcapReceiver receiver;
    private final LivePcapTransmitter transmitter;

    private LivePcapPort(String name, PcapHandle handle, PortCounters counters) {
        this.name = name;
        this.handle = handle;
        this.counters = counters;
        this.receiver = new LivePcapReceiver(handle, counters);
        this.transmitter = new LivePcapTransmitter(handle, counters);
    }

    /**
     * Takes the interface: promiscuous, frames at once, and only those that come in, so that own ones are never seen again.
     *
     * @throws PortException when there is no such interface, it is no Ethernet one, a privilege is missing, or libpcap is
     */
    public static LivePcapPort open(String interfaceName, PortCounters counters) {
        PcapHandle handle;
        try {
            handle = LibPcap.open(
                    () -> builder(interfaceName).build(), words -> "interface '" + interfaceName + "': " + words);
        } catch (CaptureException refused) {
            throw new PortException(refused.getMessage(), refused);
        }
        try {
            check(interfaceName, handle);
            handle.setBlockingMode(BlockingMode.NONBLOCKING);
            return new LivePcapPort(interfaceName, handle, counters);
        } catch (PcapNativeException | NotOpenException | PortException problem) {
            handle.close();
            throw problem instanceof PortException known
                    ? known
                    : new PortException("interface '" + interfaceName + "': " + problem.getMessage(), problem);
        }
    }

    private static PcapHandle.Builder builder(String interfaceName) {
        return new PcapHandle.Builder(interfaceName)
                .snaplen(mtuBytes(interfaceName) + ETHERNET_HEADER_BYTES + MAX_TAG_BYTES)
                .promiscuousMode(PromiscuousMode.PROMISCUOUS)
                .timeoutMillis(TIMEOUT_MILLIS)
                .bufferSize(BUFFER_BYTES)
                .timestampPrecision(TimestampPrecision.NANO)
                .direction(PcapDirection.IN)
                .immediateMode(true);
    }

    private static void check(String interfaceName, PcapHandle handle) {
        if (!DataLinkType.EN10MB.equals(handle.getDlt())) {
            throw new PortException(
                    "interface '" + interfaceName + "': not an Ethernet interface, so it can't be a" + " bridge port");
        }
    }

    private static int mtuBytes(String interfaceName) {
        try {
            return Integer.parseInt(Files.readString(Path.of("/sys/class/net", interfaceName, "mtu"))
                    .strip());
        } catch (IOException | NumberFormatException unknown) {
            return MTU_IF_UNKNOWN;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ReceivePort receiver() {
        return receiver;
    }

    @Override
    public TransmitPort transmitter() {
        return transmitter;
    }

    /** What the port counts. */
    public PortCounters counters() {
        return counters;
    }

    /** Moves libpcap's own drop count into the counters. */
    private void takeKernelDrops() {
        try {
            long drops = handle.getStats().getNumPacketsDropped();
            counters.add(PortCounter.KERNEL_DROPPED, drops);
        } catch (PcapNativeException | NotOpenException gone) {
            // The interface has gone; receiving notices and counts.
        }
    }

    @Override
    public void close() {
        if (handle.isOpen()) {
            takeKernelDrops();
        }
        handle.close();
    }
}
