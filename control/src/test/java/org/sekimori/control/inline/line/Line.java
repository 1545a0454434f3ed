package org.sekimori.control.inline.line;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The kinds of line between a site and its provider. */
public enum Line {
    /** Plain Ethernet. */
    PLAIN("plain", 1500),
    /** One VLAN tag. */
    VLAN("802.1Q", 1500),
    /** A service tag and a customer tag. */
    QINQ("QinQ", 1500),
    /** A PPPoE session: no ARP, eight bytes less room. */
    PPPOE("PPPoE", 1492),
    /** A PPPoE session in a VLAN. */
    VLAN_PPPOE("802.1Q + PPPoE", 1492),
    /** IPv6 as it is and IPv4 inside it. */
    DS_LITE("IPv4 in IPv6", 1460);

    private static final int CUSTOMER_TAG = 0x8100_0065;
    private static final int SERVICE_TAG = 0x88A8_6007;
    private static final int SESSION = 0x2A17;
    private static final byte[] HOME = address("2001:db8:77::b4");
    private static final byte[] PROVIDER = address("2001:db8:51::af");

    private final String title;
    private final int mtuBytes;

    Line(String title, int mtuBytes) {
        this.title = title;
        this.mtuBytes = mtuBytes;
    }

    /** The greatest IP packet that fits. */
    public int mtuBytes() {
        return mtuBytes;
    }

    /** Whether hosts find their neighbours by ARP over it. */
    boolean hasArp() {
        return this == PLAIN || this == VLAN || this == QINQ;
    }

    /** Whether a PPP session runs over it, with echoes of its own. */
    public boolean hasSession() {
        return this == PPPOE || this == VLAN_PPPOE;
    }

    /** What one end of it does to its host's frames. */
    public Encapsulation at(End end) {
        Encapsulation session = new PppoeSession(SESSION, end.other().mac());
        return switch (this) {
            case PLAIN -> new VlanTags();
            case VLAN -> new VlanTags(CUSTOMER_TAG);
            case QINQ -> new VlanTags(SERVICE_TAG, CUSTOMER_TAG);
            case PPPOE -> session;
            case VLAN_PPPOE -> Encapsulation.of(List.of(new VlanTags(CUSTOMER_TAG), session));
            case DS_LITE -> end == End.INSIDE ? new Softwire(HOME, PROVIDER) : new Softwire(PROVIDER, HOME);
        };
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException problem) {
            throw new IllegalArgumentException(literal, problem);
        }
    }

    @Override
    public String toString() {
        return title;
    }
}
