package org.sekimori.dataplane.event;

/**
 * Layout of one event in a worker's ring, in the byte order of the machine.
 *
 * <pre>
 *   0  sequence                     8
 *   8  received, ns since 1970      8   0: not known
 *  16  epoch                        8
 *  24  source, high half            8
 *  32  source, low half             8
 *  40  destination, high half       8
 *  48  destination, low half        8
 *  56  suppressed of the rule       8
 *  64  suppressed of the source     8
 *  72  rule's counter               4   -1: no rule
 *  76  length on the wire           4
 *  80  source port                  2
 *  82  destination port             2
 *  84  reason, an ordinal           2
 *  86  IP protocol                  2   -1: not known
 *  88  IP version                   1
 *  89  direction                    1
 *  90  flags: 1 monitored, 2 match  1
 *  92  captured bytes               4
 *  96  the frame's first bytes      as many
 * </pre>
 */
final class DropEventDescriptor {
    /** Most bytes of a frame that an event carries. */
    static final int MAX_SNAP = 2048;

    static final int SEQUENCE = 0;
    static final int TIME = 8;
    static final int EPOCH = 16;
    static final int SOURCE_HIGH = 24;
    static final int SOURCE_LOW = 32;
    static final int DESTINATION_HIGH = 40;
    static final int DESTINATION_LOW = 48;
    static final int SUPPRESSED_OF_RULE = 56;
    static final int SUPPRESSED_OF_SOURCE = 64;
    static final int RULE_COUNTER = 72;
    static final int WIRE_LENGTH = 76;
    static final int SOURCE_PORT = 80;
    static final int DESTINATION_PORT = 82;
    static final int REASON = 84;
    static final int IP_PROTOCOL = 86;
    static final int IP_VERSION = 88;
    static final int DIRECTION = 89;
    static final int FLAGS = 90;
    static final int CAPTURED_LENGTH = 92;
    static final int CAPTURED = 96;
    static final int MAX_LENGTH = CAPTURED + MAX_SNAP;

    static final byte MONITORED = 1;
    static final byte MATCHED = 2;
    static final int NO_RULE = -1;

    /** The ring's word for such a record. */
    static final int TYPE_ID = 1;

    private DropEventDescriptor() {}
}
