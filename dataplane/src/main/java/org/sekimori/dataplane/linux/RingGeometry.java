package org.sekimori.dataplane.linux;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Shape of one packet ring: that many slots of that many bytes, laid out without gaps.
 *
 * @param slotBytes bytes of a slot, a power of two from 2,048 to 65,536
 * @param slotCount slots, a power of two
 */
public record RingGeometry(int slotBytes, int slotCount) {
    /** Bytes the kernel allocates in one piece; every slot size divides it. */
    static final int BLOCK_BYTES = 64 * 1024;

    private static final int MIN_SLOT_BYTES = 2048;
    private static final int FRAME_OVERHEAD_BYTES = 14 + 2 * TpacketDescriptor.VLAN_TAG_LENGTH;

    /** Checks the bounds. */
    public RingGeometry {
        if (!BitUtil.isPowerOfTwo(slotBytes) || slotBytes < MIN_SLOT_BYTES || slotBytes > BLOCK_BYTES) {
            throw new IllegalArgumentException("slotBytes " + slotBytes + ": a power of two from " + MIN_SLOT_BYTES
                    + " to " + BLOCK_BYTES + " is wanted");
        }
        if (!BitUtil.isPowerOfTwo(slotCount) || (long) slotBytes * slotCount < BLOCK_BYTES) {
            throw new IllegalArgumentException("slotCount " + slotCount + ": a power of two is wanted, and "
                    + BLOCK_BYTES + " bytes of slots at least");
        }
        if ((long) slotBytes * slotCount > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException(
                    "a ring of " + slotCount + " slots of " + slotBytes + " bytes passes 1 GiB");
        }
    }

    /** Slots that hold a whole tagged frame of an interface with that MTU. */
    public static RingGeometry forMtu(int mtuBytes, int slotCount) {
        int needed = mtuBytes + FRAME_OVERHEAD_BYTES + TpacketDescriptor.RECEIVE_OVERHEAD;
        int slotBytes = Math.max(MIN_SLOT_BYTES, BitUtil.findNextPositivePowerOfTwo(needed));
        return new RingGeometry(Math.min(slotBytes, BLOCK_BYTES), slotCount);
    }

    /** Bytes of the whole ring. */
    public int ringBytes() {
        return slotBytes * slotCount;
    }

    /** What asks the kernel for such a ring: {@code struct tpacket_req}. */
    UnsafeBuffer request() {
        UnsafeBuffer request = NativeMemory.struct(4 * Integer.BYTES);
        request.putInt(0, BLOCK_BYTES);
        request.putInt(4, ringBytes() / BLOCK_BYTES);
        request.putInt(8, slotBytes);
        request.putInt(12, slotCount);
        return request;
    }
}
