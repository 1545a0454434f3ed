package org.sekimori.dataplane.frame;

/** The UDP ports whose protocol says of itself whether it asks or answers (IANA "Service Names and Port Numbers"). */
public final class UdpPorts {
    /** Domain Name System (RFC 1035). */
    public static final int DNS = 53;
    /** Network Time Protocol (RFC 5905). */
    public static final int NTP = 123;
    /** Simple Network Management Protocol (RFC 3417 §3). */
    public static final int SNMP = 161;
    /** Lightweight Directory Access Protocol over UDP (RFC 1798; MS-ADTS §6.3.3). */
    public static final int LDAP = 389;
    /** Simple Service Discovery Protocol (UPnP Device Architecture 2.0 §1). */
    public static final int SSDP = 1900;

    /** The highest of them. */
    static final int HIGHEST = SSDP;

    private UdpPorts() {}
}
