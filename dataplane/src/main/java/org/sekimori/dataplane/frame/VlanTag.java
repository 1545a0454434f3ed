package org.sekimori.dataplane.frame;

/**
 * A VLAN tag (IEEE 802.1Q §9.6), of which several may follow each other (802.1ad, "QinQ").
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-----+-+-----------------------+
 * |             TPID              | PCP |D|        VLAN id        |
 * +-------------------------------+-----+-+-----------------------+
 * </pre>
 *
 * The TPID lies where an untagged frame has its EtherType; the EtherType proper, or the next TPID, comes after the tag.
 */
final class VlanTag {
    static final int LENGTH = 4;

    private VlanTag() {}
}
