package org.sekimori.dataplane.port;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.ebpf.FanoutProgram;
import org.sekimori.dataplane.frame.AddressHash;
import org.sekimori.dataplane.linux.InterfaceClaim;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.NetworkDevice;
import org.sekimori.dataplane.linux.PacketFanout;
import org.sekimori.dataplane.linux.PacketSocket;
import org.sekimori.dataplane.linux.QuietInterface;

/**
 * A network interface held by AF_PACKET rings, those of each pipeline, with the kernel's own stack kept off it. Owner of the
 * sockets and of every change made to the interface; {@link #close} takes all of it back.
 */
public final class AfPacketPort implements SupervisedPort {
    private final InterfaceClaim claim;
    private final NetworkDevice device;
    private final Path foundFolder;
    private final PortCounters counters;
    private final List<AfPacketLane> lanes = new ArrayList<>();
    private QuietInterface quiet;
    /** Null for a single lane, which has all frames. */
    private PacketFanout fanout;

    private int attachedIndex;
    /** The last index that was attached to, also while the interface is gone. */
    private int lastIndex = NetworkDevice.ABSENT;

    private boolean renewing;
    private boolean closed;

    private AfPacketPort(InterfaceClaim claim, Path foundFolder, PortCounters counters) {
        this.claim = claim;
        this.device = claim.device();
        this.foundFolder = foundFolder;
        this.counters = counters;
    }

    /**
     * Takes the interface; frames come in after {@link #begin}. Several pipelines divide them by their pair of addresses.
     *
     * @param claim of the interface; the port's from now on
     * @param foundFolder where to keep how the interface was found, until it is put back
     * @param slotCount slots of each receive ring, a power of two
     * @param counters of each pipeline; the first are the link supervisor's too
     * @throws PortException where there is no such interface, it is no Ethernet one, forwards for somebody else, has
     *     addresses, or a privilege is missing; nothing is left changed
     */
    public static AfPacketPort open(
            InterfaceClaim claim, Path foundFolder, int slotCount, List<PortCounters> counters) {
        AfPacketPort port = new AfPacketPort(claim, foundFolder, counters.get(0));
        try {
            port.take(slotCount, counters);
            return port;
        } catch (RuntimeException problem) {
            port.closeAll();
            throw InterfaceCheck.explain(port.name(), problem);
        }
    }

    private void take(int slotCount, List<PortCounters> laneCounters) {
        InterfaceCheck.check(device);
        int mtuBytes = device.mtuBytes();
        laneCounters.forEach(own -> lanes.add(new AfPacketLane(mtuBytes, slotCount, own)));
        if (lanes.size() > 1) {
            fanout = PacketFanout.by(FanoutProgram.over(lanes.size(), factors()));
        }
        quiet = QuietInterface.silence(device, foundFolder);
        hasCarrier();
    }

    private void closeAll() {
        try {
            if (quiet != null) {
                quiet.close();
            }
        } finally {
            lanes.forEach(AfPacketLane::close);
            if (fanout != null) {
                fanout.close();
            }
            claim.close();
        }
    }

    @Override
    public void begin() {
        try {
            attach();
        } catch (NativeCallException gone) {
            attachedIndex = NetworkDevice.ABSENT;
            if (!gone.isDeviceMissing()) {
                throw InterfaceCheck.explain(name(), gone);
            }
        }
    }

    private void attach() {
        attachedIndex = device.index();
        lastIndex = attachedIndex;
        if (fanout == null) {
            lanes.get(0).socket().attach(attachedIndex);
        } else {
            List<PacketSocket> sockets = new ArrayList<>();
            lanes.forEach(lane -> sockets.add(lane.socket()));
            fanout.attach(sockets, attachedIndex);
        }
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public ReceivePort receiver() {
        return lane(0).receiver();
    }

    @Override
    public TransmitPort transmitter() {
        return lane(0).transmitter();
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public Lane lane(int pipeline) {
        return lanes.get(pipeline);
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
        int mtuBytes = device.mtuBytes();
        lanes.forEach(lane -> lane.line(!carrier, mtuBytes));
        return carrier;
    }

    @Override
    public boolean isUp() {
        return device.isUp();
    }

    @Override
    public String presentName() {
        return lastIndex == NetworkDevice.ABSENT ? "" : device.nameOf(lastIndex);
    }

    @Override
    public int speedMbit() {
        return device.speedMbit();
    }

    @Override
    public long mac() {
        return device.mac();
    }

    @Override
    public boolean tryReattach() {
        try {
            if (!canAttachAgain() || device.index() == NetworkDevice.ABSENT) {
                return false;
            }
            if (!claim.renew()) {
                return false;
            }
            renewing = false;
            quiet.reapply();
            attach();
            return true;
        } catch (NativeCallException goneAgain) {
            attachedIndex = NetworkDevice.ABSENT;
            return false;
        }
    }

    /** Sockets of a fanout can't: others must take their place first, and every pipeline must have gone over to them. */
    private boolean canAttachAgain() {
        if (fanout == null) {
            return true;
        }
        if (!renewing) {
            lanes.forEach(AfPacketLane::renew);
            renewing = true;
        }
        boolean renewed = true;
        for (AfPacketLane lane : lanes) {
            renewed &= lane.isRenewed();
        }
        return renewed;
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
    public void leave() {
        quiet.leave();
    }

    @Override
    public void takeKernelDrops() {
        lanes.forEach(AfPacketLane::takeKernelDrops);
    }

    @Override
    public void receiveOnlyHandedOn(boolean only) {
        lanes.forEach(lane -> lane.socket().receiveOnlyHandedOn(only));
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
            closeAll();
        }
    }

    /** The kernel spreads frames by the hash that the workers are chosen by. */
    private static FanoutProgram.Factors factors() {
        AddressHash hash = AddressHash.ofThisProcess();
        return new FanoutProgram.Factors(hash.lowFactor(), hash.highFactor(), hash.mixFactor());
    }
}
