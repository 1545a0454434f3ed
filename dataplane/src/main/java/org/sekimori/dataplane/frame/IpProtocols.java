package org.sekimori.dataplane.frame;

/** The IP protocol numbers the decoder tells apart (IANA "Assigned Internet Protocol Numbers"). */
public final class IpProtocols {
    /** IPv6 hop-by-hop options (RFC 8200 §4.3). */
    public static final int HOP_BY_HOP = 0;
    /** Transmission Control Protocol (RFC 9293). */
    public static final int TCP = 6;
    /** User Datagram Protocol (RFC 768). */
    public static final int UDP = 17;
    /** IPv6 routing header (RFC 8200 §4.4). */
    public static final int ROUTING = 43;
    /** IPv6 fragment header (RFC 8200 §4.5). */
    public static final int FRAGMENT = 44;
    /** Authentication header (RFC 4302). */
    public static final int AUTHENTICATION = 51;
    /** IPv6 destination options (RFC 8200 §4.6). */
    public static final int DESTINATION_OPTIONS = 60;
    /** Mobility header (RFC 6275 §6.1). */
    public static final int MOBILITY = 135;
    /** Host Identity Protocol (RFC 7401 §5.1). */
    public static final int HOST_IDENTITY = 139;
    /** Shim6 (RFC 5533 §5). */
    public static final int SHIM6 = 140;

    private IpProtocols() {}
}
