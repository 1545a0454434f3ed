package org.sekimori.control.inline.line;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * VLAN tags between the addresses and the EtherType (IEEE 802.1Q, 802.1ad), outermost first; none at all is a plain line.
 *
 * @param tags four bytes each: TPID, then priority and VLAN number
 */
record VlanTags(int... tags) implements Encapsulation {
    @Override
    public Optional<byte[]> wrap(byte[] frame) {
        ByteBuffer tagged = ByteBuffer.allocate(frame.length + length());
        tagged.put(frame, 0, Ethernet.ADDRESSES_LENGTH).put(encoded());
        return Optional.of(tagged.put(frame, Ethernet.ADDRESSES_LENGTH, frame.length - Ethernet.ADDRESSES_LENGTH)
                .array());
    }

    @Override
    public Optional<byte[]> unwrap(byte[] frame) {
        int end = Ethernet.ADDRESSES_LENGTH + length();
        if (frame.length < end + Short.BYTES
                || !Arrays.equals(frame, Ethernet.ADDRESSES_LENGTH, end, encoded(), 0, length())) {
            return Optional.empty();
        }
        byte[] plain = ByteBuffer.allocate(frame.length - length())
                .put(frame, 0, Ethernet.ADDRESSES_LENGTH)
                .put(frame, end, frame.length - end)
                .array();
        return Optional.of(plain);
    }

    private int length() {
        return tags.length * Integer.BYTES;
    }

    private byte[] encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(length());
        Arrays.stream(tags).forEach(bytes::putInt);
        return bytes.array();
    }
}
