package org.sekimori.dataplane.frame;

import java.util.Arrays;

/**
 * Some bytes of a frame, for {@link ReferenceDecoder}.
 *
 * @param there the bytes that were captured of it
 * @param wire how many there were on the wire; {@link #OPEN} inside a first fragment
 */
record ReferenceBytes(byte[] there, long wire) {
    static final long OPEN = Long.MAX_VALUE;

    /** A byte was asked for that isn't there. */
    static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CutOff() {
            super(null, null, false, false);
        }
    }

    int size() {
        return there.length;
    }

    int u8(int offset) {
        need(offset + 1);
        return there[offset] & 0xFF;
    }

    int u16(int offset) {
        return u8(offset) << 8 | u8(offset + 1);
    }

    long u32(int offset) {
        return (long) u16(offset) << 16 | u16(offset + 2);
    }

    long u64(int offset) {
        return u32(offset) << 32 | u32(offset + 4);
    }

    ReferenceBytes need(int length) {
        if (there.length < length) {
            throw new CutOff();
        }
        return this;
    }

    /** What is left behind the first bytes, all of which must be there. */
    ReferenceBytes behind(int length) {
        need(length);
        return new ReferenceBytes(Arrays.copyOfRange(there, length, there.length), wire == OPEN ? OPEN : wire - length);
    }

    /** Only the first bytes, as the wire had them. */
    ReferenceBytes first(long length) {
        int kept = (int) Math.min(there.length, length);
        return new ReferenceBytes(Arrays.copyOf(there, kept), length);
    }

    /** The same, going on elsewhere. */
    ReferenceBytes open() {
        return new ReferenceBytes(there, OPEN);
    }
}
