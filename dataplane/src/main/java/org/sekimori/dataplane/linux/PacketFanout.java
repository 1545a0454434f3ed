package org.sekimori.dataplane.linux;

import java.util.List;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.FanoutProgram;

/**
 * Has an interface's frames shared out among several packet sockets, by {@link FanoutProgram}: {@code PACKET_FANOUT_EBPF}.
 * Belongs to the link supervisor.
 *
 * <p>The kernel numbers sockets in the order they join, and when the interface has been down, in the order they were
 * opened; so both orders are one. For the moment that it takes them in, frames may meet another socket than before.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/packet.7.html">packet(7)</a>
 */
public final class PacketFanout implements AutoCloseable {
    private static final int EBPF = 7 << Short.SIZE;
    private static final int UNIQUE_NUMBER = 0x2000 << Short.SIZE;
    /**
     * A fanout doesn't ask its members for {@code PACKET_IGNORE_OUTGOING}. Kernels before Linux 6.2 don't heed this one either;
     * the members' filters do.
     */
    private static final int IGNORE_OUTGOING = 0x4000 << Short.SIZE;

    private static final int NUMBER = 0xFFFF;

    private final LoadedProgram chooser;

    private PacketFanout(LoadedProgram chooser) {
        this.chooser = chooser;
    }

    /**
     * Shared out by that program.
     *
     * @param chooser what {@link FanoutProgram} makes for the number of sockets
     * @throws NativeCallException where the kernel refuses the program (CAP_BPF)
     */
    public static PacketFanout by(EbpfProgram chooser) {
        return new PacketFanout(LoadedProgram.load(AttachPoint.FANOUT, chooser));
    }

    /**
     * Binds all of them to the interface; frames come in once every one has joined. They must be in the order they were
     * opened, and none may have been attached since it was opened or renewed.
     *
     * @throws NativeCallException where the interface is gone, or the kernel knows no such fanout
     */
    public void attach(List<PacketSocket> sockets, int interfaceIndex) {
        for (PacketSocket socket : sockets) {
            socket.receiver().shut();
            socket.attach(interfaceIndex);
        }
        int number = sockets.get(0).receiver().foundFanout(EBPF | IGNORE_OUTGOING | UNIQUE_NUMBER, chooser) & NUMBER;
        for (PacketSocket socket : sockets.subList(1, sockets.size())) {
            socket.receiver().joinFanout(EBPF | IGNORE_OUTGOING | number);
        }
        sockets.forEach(socket -> socket.receiver().admit());
    }

    @Override
    public void close() {
        chooser.close();
    }
}
