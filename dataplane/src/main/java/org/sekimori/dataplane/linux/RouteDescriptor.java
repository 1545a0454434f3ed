package org.sekimori.dataplane.linux;

/**
 * Messages of rtnetlink(7), {@code linux/rtnetlink.h} and {@code linux/if_link.h}, in the machine's order.
 *
 * <pre>
 *  each            0 length  4 type (2)  6 flags (2)  8 sequence  12 port
 *  of a link      16 family (1)  20 interface  32 attributes
 *  of a filter    16 family (1)  20 interface  24 handle  28 parent  36 attributes
 *  an attribute    0 length (2)  2 type (2)  4 value; each begins at a multiple of 4
 * </pre>
 */
final class RouteDescriptor {
    static final int LENGTH = 0;
    static final int TYPE = 4;
    static final int FLAGS = 6;
    static final int SEQUENCE = 8;
    static final int HEADER_BYTES = 16;
    static final int INTERFACE = 20;
    static final int FILTER_PARENT = 28;
    static final int LINK_ATTRIBUTES = 32;
    static final int FILTER_ATTRIBUTES = 36;

    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;
    static final int RTM_NEWLINK = 16;
    static final int RTM_GETLINK = 18;
    static final int RTM_NEWTFILTER = 44;
    static final int RTM_GETTFILTER = 46;
    static final short NLM_F_REQUEST = 1;
    static final short NLM_F_DUMP = 0x300;

    static final int ATTRIBUTE_TYPE = 2;
    static final int ATTRIBUTE_VALUE = 4;
    /** The upper bits of a type are flags. */
    static final int TYPE_MASK = 0x3fff;

    static final int IFLA_XDP = 43;
    static final int IFLA_XDP_ATTACHED = 2;
    static final int IFLA_XDP_PROG_ID = 4;
    static final int IFLA_XDP_DRV_PROG_ID = 5;
    static final int IFLA_XDP_SKB_PROG_ID = 6;
    static final int IFLA_XDP_HW_PROG_ID = 7;
    static final int TCA_KIND = 1;

    /** Parents of filters: what comes in, and what goes out, at a queueing discipline {@code clsact} or {@code ingress}. */
    static final int INGRESS = 0xffff_fff2;

    static final int EGRESS = 0xffff_fff3;

    private RouteDescriptor() {}

    /** Where what follows something of that length begins. */
    static int aligned(int length) {
        return length + 3 & ~3;
    }
}
