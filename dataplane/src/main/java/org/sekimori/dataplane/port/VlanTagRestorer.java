package org.sekimori.dataplane.port;

import static org.sekimori.dataplane.linux.TpacketDescriptor.MAC_ADDRESSES_LENGTH;
import static org.sekimori.dataplane.linux.TpacketDescriptor.VLAN_TAG_LENGTH;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.linux.VirtioNetHeaderDescriptor;

/**
 * Puts a stripped VLAN tag back where it was: the kernel takes the outer tag out of every frame a packet socket sees.
 *
 * <pre>
 *  before:       | virtio header | MACs | EtherType ...
 *  after:   | virtio header | MACs | TPID TCI | EtherType ...
 * </pre>
 */
final class VlanTagRestorer {
    private VlanTagRestorer() {}

    /**
     * Moves the virtio header and both MAC addresses four bytes to the front and writes the tag behind them.
     *
     * @param frameAt index of the frame's first byte; its virtio header lies right before it
     * @return index of the frame's new first byte
     */
    static int restore(UnsafeBuffer memory, int frameAt, int tpid, int tci) {
        int headerAt = frameAt - VirtioNetHeaderDescriptor.LENGTH;
        int newHeaderAt = headerAt - VLAN_TAG_LENGTH;
        // 22 bytes, front to back: each piece is read before the one ahead of it is written over.
        memory.putLong(newHeaderAt, memory.getLong(headerAt));
        memory.putLong(newHeaderAt + 8, memory.getLong(headerAt + 8));
        memory.putInt(newHeaderAt + 16, memory.getInt(headerAt + 16));
        memory.putShort(newHeaderAt + 20, memory.getShort(headerAt + 20));

        int newFrameAt = frameAt - VLAN_TAG_LENGTH;
        int tagAt = newFrameAt + MAC_ADDRESSES_LENGTH;
        memory.putShort(tagAt, (short) tpid, ByteOrder.BIG_ENDIAN);
        memory.putShort(tagAt + 2, (short) tci, ByteOrder.BIG_ENDIAN);
        shiftOffload(memory, newHeaderAt);
        return newFrameAt;
    }

    private static void shiftOffload(UnsafeBuffer memory, int headerAt) {
        if ((memory.getByte(headerAt + VirtioNetHeaderDescriptor.FLAGS) & VirtioNetHeaderDescriptor.FLAG_NEEDS_CHECKSUM)
                != 0) {
            addTagLength(memory, headerAt + VirtioNetHeaderDescriptor.CHECKSUM_START);
        }
        if (memory.getByte(headerAt + VirtioNetHeaderDescriptor.GSO_TYPE) != VirtioNetHeaderDescriptor.GSO_NONE) {
            addTagLength(memory, headerAt + VirtioNetHeaderDescriptor.HEADER_LENGTH);
        }
    }

    private static void addTagLength(UnsafeBuffer memory, int at) {
        memory.putShort(at, (short) (memory.getShort(at) + VLAN_TAG_LENGTH));
    }
}
