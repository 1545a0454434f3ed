package org.sekimori.dataplane.linux;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A receive and a transmit ring of TPACKET_V2 slots, and the calls that go with them. Outcomes of calls are {@link
 * PacketSocket#SENT} and the other words there.
 */
public interface PacketRings {
    /** Shape of the receive ring. */
    RingGeometry receiveGeometry();

    /** Shape of the transmit ring. */
    RingGeometry transmitGeometry();

    /** The receive ring's memory. */
    UnsafeBuffer receiveRing();

    /** The transmit ring's memory. */
    UnsafeBuffer transmitRing();

    /** Has every slot of the transmit ring sent that asks for it. */
    int kick();

    /** Sends one super-frame, its virtio header first. */
    int sendWhole(long address, int lengthBytes);

    /**
     * Fetches the next frame that was too long for its ring slot, virtio header first.
     *
     * @return its true length in bytes, which may pass what there was room for; negative when none waits
     */
    int receiveWhole(long address, int roomBytes);
}
