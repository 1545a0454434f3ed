package org.sekimori.policy.image;

/**
 * Finds the first rule for a packet of one direction and IP version among very many: pruned tuple space search. Rules are
 * cut into boxes; boxes whose prefixes have about the same lengths are a tuple, and lie in one hash table under those
 * prefixes. Each field of a packet is looked up by itself first, for the set of tuples that can hold a match at all.
 *
 * <pre>
 *   0                   4                   8                  12
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | length, bytes     | tuple count       | slots             | slot mask         |
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | nodes             | entries           | reserved, 0                           |
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | index, masks      of sources          | index, masks      of destinations     |
 *  | index, masks      of source ports     | index, masks      of destination ports|
 *  +-------------------+-------------------+-------------------+-------------------+  64
 *  | tuples:  {@link TupleDescriptor}, those with the first rules first
 *  | masks by protocol, 8 bytes each: a bit for each tuple; 0 to 255, and one for no such number
 *  | index of sources: {@link IntervalIndexDescriptor}; then a mask for each interval
 *  | the same for destinations, source ports and destination ports
 *  | slots:   hash, reference; a reference is the offset of a node or a list, or 0 in a free slot
 *  | nodes:   {@link CutDescriptor}
 *  | entries: {@link BoxDescriptor}; lists in order of rules, the last of each marked
 *  +-------------------------------------------------------------------------------+  length
 * </pre>
 */
public final class ClassifierDescriptor {
    public static final int LENGTH_OFFSET = 0;
    public static final int TUPLE_COUNT_OFFSET = 4;
    public static final int SLOTS_OFFSET = 8;
    public static final int SLOT_MASK_OFFSET = 12;
    public static final int NODES_OFFSET = 16;
    public static final int ENTRIES_OFFSET = 20;
    public static final int INDEXES_OFFSET = 32;
    public static final int TUPLES_OFFSET = 64;

    /** The greatest number of tuples: a set of them is a {@code long}. */
    public static final int MAX_TUPLES = Long.SIZE;
    /** Fields with an index: the first four of {@link BoxDescriptor}. */
    public static final int INDEX_COUNT = 4;

    public static final int INDEX_ENTRY_LENGTH = 8;
    public static final int MASK_LENGTH = Long.BYTES;
    public static final int PROTOCOL_MASKS = ProtocolTableDescriptor.ENTRY_COUNT;

    public static final int SLOT_LENGTH = 8;
    public static final int REFERENCE_OFFSET = 4;
    /** In place of a reference: nothing there. */
    public static final int NOTHING = 0;

    private ClassifierDescriptor() {}

    /** Where the classifier holds the offset of a field's index; that of its masks follows. */
    public static int indexOffset(int field) {
        return INDEXES_OFFSET + field * INDEX_ENTRY_LENGTH;
    }

    /** Where in the classifier the masks by protocol begin. */
    public static int protocolMasks(int tupleCount) {
        return TUPLES_OFFSET + tupleCount * TupleDescriptor.LENGTH;
    }
}
