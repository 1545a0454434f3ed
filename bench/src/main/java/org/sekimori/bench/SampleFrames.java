package org.sekimori.bench;

import org.sekimori.dataplane.frame.FrameBuilder;

/** The single frames among {@link TrafficMix}, unpadded. */
final class SampleFrames {
    private static final String CLIENT = "198.51.100.7";
    private static final String SERVER = "192.0.2.1";
    private static final int CLIENT_PORT = 40_000;
    private static final int OTHER_PORT = 40_001;
    private static final int DNS = 53;
    private static final int NTP = 123;
    private static final int LDAP = 389;
    private static final int HTTPS = 443;
    private static final int SMB = 445;
    private static final int SSDP = 1900;
    private static final int VLAN = 0x8100;
    private static final int VLAN_ID = 100;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int SMALL_PAYLOAD = 18;

    private SampleFrames() {}

    static FrameBuilder cldap() {
        return ipv4().udp(CLIENT_PORT, LDAP).payload(Messages.cldap());
    }

    static FrameBuilder taggedCldap() {
        return FrameBuilder.frame()
                .vlan(VLAN, VLAN_ID)
                .ipv4(CLIENT, SERVER)
                .udp(CLIENT_PORT, LDAP)
                .payload(Messages.cldap());
    }

    static FrameBuilder ipv6Cldap() {
        return FrameBuilder.frame()
                .ipv6("2001:db8::1", "2001:db8::2")
                .udp(CLIENT_PORT, LDAP)
                .payload(Messages.cldap());
    }

    static FrameBuilder ntpRequest() {
        return ipv4().udp(CLIENT_PORT, NTP).payload(Messages.ntp(false));
    }

    static FrameBuilder dnsQuery() {
        return ipv4().udp(CLIENT_PORT, DNS).payload(Messages.dns(false));
    }

    static FrameBuilder dnsAnswer() {
        return ipv4().udp(DNS, CLIENT_PORT).payload(Messages.dns(true));
    }

    static FrameBuilder ssdpSearch() {
        return ipv4().udp(CLIENT_PORT, SSDP).payload(Messages.ssdp(false));
    }

    static FrameBuilder smbSyn() {
        return ipv4().tcp(CLIENT_PORT, SMB, SYN);
    }

    static FrameBuilder datagram() {
        return ipv4().udp(CLIENT_PORT, OTHER_PORT).payload(new byte[SMALL_PAYLOAD]);
    }

    static FrameBuilder segment() {
        return ipv4().tcp(HTTPS, CLIENT_PORT, ACK);
    }

    private static FrameBuilder ipv4() {
        return FrameBuilder.frame().ipv4(CLIENT, SERVER);
    }
}
