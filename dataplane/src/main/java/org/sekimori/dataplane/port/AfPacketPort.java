package org.sekimori.dataplane.port;

import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.NetworkDevice;
import org.sekimori.dataplane.linux.PacketSocket;
import org.sekimori.dataplane.linux.QuietInterface;
import org.sekimori.dataplane.linux.RingGeometry;

/**
 * A network interface held by AF_PACKET rings, with the kernel's own stack kept off it. Owner of the socket and of every
 * change made to the interface; {@link #close} takes all of it back.
 */
public final class AfPacketPort implements SupervisedPort {
    /** A transmit ring is emptied every batch. */
    private static final int MAX_TRANSMIT_SLOTS = 4096;

    /** Few, so that a super-frame is sent from the cache it was received into. */
    private static final int WHOLE_FRAME_COUNT = 8;
    /** A GSO frame of 64 KiB of IP, its Ethernet header, tags, and the virtio header. */
    private static final int WHOLE_FRAME_BYTES = 66 * 1024;

    private final NetworkDevice device;
    private final PortCounters counters;
    private final PacketSocket socket;
    private final QuietInterface quiet;
    private final AfPacketReceiver receiver;
    private final AfPacketTransmitter transmitter;
    private int attachedIndex;
    private boolean closed;

    private AfPacketPort(NetworkDevice device, PortCounters counters, PacketSocket socket, QuietInterface quiet) {
        this.device = device;
        this.counters = counters;
        this.socket = socket;
        this.quiet = quiet;
        this.receiver =
                new AfPacketReceiver(socket, counters, new WholeFramePool(WHOLE_FRAME_COUNT, WHOLE_FRAME_BYTES));
        this.transmitter = new AfPacketTransmitter(socket, counters);
    }

    /**
     * Takes the interface; frames come in after {@link #begin}.
     *
     * @param slotCount slots of the receive ring, a power of two
     * @throws PortException where there is no such interface, it is no Ethernet one, forwards for somebody else, has
     *     addresses, or a privilege is missing; nothing is left changed
     */
    public static AfPacketPort open(String interfaceName, int slotCount, PortCounters counters) {
        NetworkDevice device = InterfaceCheck.device(interfaceName);
        PacketSocket socket = null;
        QuietInterface quiet = null;
        try {
            InterfaceCheck.check(device);
            int mtuBytes = device.mtuBytes();
            socket = PacketSocket.open(
                    RingGeometry.forMtu(mtuBytes, slotCount),
                    RingGeometry.forMtu(mtuBytes, Math.min(slotCount, MAX_TRANSMIT_SLOTS)));
            quiet = QuietInterface.silence(device);
            AfPacketPort port = new AfPacketPort(device, counters, socket, quiet);
            port.hasCarrier();
            return port;
        } catch (RuntimeException problem) {
            closeAll(quiet, socket, device);
            throw explain(interfaceName, problem);
        }
    }

    private static RuntimeException explain(String name, RuntimeException problem) {
        if (problem instanceof IllegalArgumentException) {
            return new PortException("interface '" + name + "': " + problem.getMessage(), problem);
        }
        if (!(problem instanceof NativeCallException call)) {
            return problem;
        }
        if (call.isPrivilegeMissing()) {
            return new PortException(
                    "interface '" + name + "': no privilege (" + call.getMessage()
                            + "); run as root, or grant CAP_NET_RAW, CAP_NET_ADMIN and CAP_BPF",
                    call);
        }
        return new PortException("interface '" + name + "': " + call.getMessage(), call);
    }

    private static void closeAll(QuietInterface quiet, PacketSocket socket, NetworkDevice device) {
        try {
            if (quiet != null) {
                quiet.close();
            }
        } finally {
            if (socket != null) {
                socket.close();
            }
            device.close();
        }
    }

    @Override
    public void begin() {
        try {
            attach();
        } catch (NativeCallException gone) {
            attachedIndex = NetworkDevice.ABSENT;
            if (!gone.isDeviceMissing()) {
                throw explain(name(), gone);
            }
        }
    }

    private void attach() {
        attachedIndex = device.index();
        socket.attach(attachedIndex);
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public ReceivePort receiver() {
        return receiver;
    }

    @Override
    public TransmitPort transmitter() {
        return transmitter;
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public int pollDescriptor() {
        return socket.pollDescriptor();
    }

    @Override
    public int mtuBytes() {
        return device.mtuBytes();
    }

    @Override
    public boolean isPresent() {
        return device.index() == attachedIndex;
    }

    @Override
    public boolean hasCarrier() {
        boolean carrier = device.isRunning();
        transmitter.line(!carrier, device.mtuBytes());
        return carrier;
    }

    @Override
    public boolean tryReattach() {
        if (device.index() == NetworkDevice.ABSENT) {
            return false;
        }
        try {
            quiet.reapply();
            attach();
            return true;
        } catch (NativeCallException goneAgain) {
            attachedIndex = NetworkDevice.ABSENT;
            return false;
        }
    }

    @Override
    public void hold(boolean down) {
        try {
            device.up(!down);
        } catch (NativeCallException gone) {
            if (!gone.isDeviceMissing()) {
                throw gone;
            }
        }
    }

    @Override
    public void takeKernelDrops() {
        counters.add(PortCounter.KERNEL_DROPPED, socket.takeKernelDrops());
    }

    @Override
    public void receiveOnlyHandedOn(boolean only) {
        socket.receiveOnlyHandedOn(only);
    }

    /** How the kernel's own stack is kept off: {@code tcx}, {@code nft}, or {@code none} and why. */
    @Override
    public String silence() {
        return quiet.missing().isEmpty() ? quiet.blockKind() : quiet.blockKind() + " (" + quiet.missing() + ")";
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            takeKernelDrops();
            closeAll(quiet, socket, device);
        }
    }
}
