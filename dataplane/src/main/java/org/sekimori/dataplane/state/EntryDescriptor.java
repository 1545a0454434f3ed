package org.sekimori.dataplane.state;

import org.agrona.BitUtil;

/**
 * Where the parts of an entry lie; an entry is one cache line.
 *
 * <pre>
 *  0        8        16       24       32       40    44    48       56       64
 * +--------+--------+--------+--------+--------+-----+-----+--------+--------+
 * |                    key                     |next |hash |deadline|  note  |
 * +--------+--------+--------+--------+--------+-----+-----+--------+--------+
 * next: the entry behind it in its bucket, or on the list of free ones. note: its memory's own.
 * </pre>
 */
final class EntryDescriptor {
    static final int LENGTH = BitUtil.CACHE_LINE_LENGTH;

    static final int KEY_A_OFFSET = 0;
    static final int KEY_B_OFFSET = KEY_A_OFFSET + Long.BYTES;
    static final int KEY_C_OFFSET = KEY_B_OFFSET + Long.BYTES;
    static final int KEY_D_OFFSET = KEY_C_OFFSET + Long.BYTES;
    static final int KEY_E_OFFSET = KEY_D_OFFSET + Long.BYTES;
    static final int NEXT_OFFSET = KEY_E_OFFSET + Long.BYTES;
    static final int HASH_OFFSET = NEXT_OFFSET + Integer.BYTES;
    static final int DEADLINE_OFFSET = HASH_OFFSET + Integer.BYTES;
    static final int NOTE_OFFSET = DEADLINE_OFFSET + Long.BYTES;

    private EntryDescriptor() {}

    static int offset(int entry) {
        return entry * LENGTH;
    }
}
