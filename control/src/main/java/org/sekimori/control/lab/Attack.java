package org.sekimori.control.lab;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.control.lab.attack.Messages;
import org.sekimori.control.lab.attack.Order;
import org.sekimori.control.lab.attack.Order.Kind;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.server.DnsServer;

/**
 * One attack as it is played: what a stranger sends, and the shipped rule that must drop it.
 *
 * @param needsDomain is answered by the domain controller; without it, TCP gets a reset and UDP nothing
 */
public record Attack(String what, String rule, boolean needsDomain, Order order) {
    private static final int DNS = 53;
    private static final int NTP = 123;
    private static final int NETBIOS = 139;
    private static final int CLDAP = 389;
    private static final int SMB = 445;
    private static final int SSDP = 1900;
    private static final String SSDP_GROUP = "239.255.255.250";

    private static final int PATIENCE_MS = 1_500;
    /** Devices wait a random part of the time a search allows them (MX, here 1 s). */
    private static final int SSDP_PATIENCE_MS = 3_000;

    /** Everything strangers try, in this placement. */
    public static List<Attack> all(Placement placement, boolean quick) {
        List<Attack> attacks = new ArrayList<>();
        addV4(attacks, placement);
        addV6(attacks);
        attacks.removeIf(attack -> quick && attack.needsDomain && attack.order.kind() == Kind.DATAGRAM);
        return attacks;
    }

    private static void addV4(List<Attack> attacks, Placement placement) {
        String host = placement.host();
        attacks.add(datagram("NTP monlist (mode 7), camera", "ntp", placement.camera(), NTP, Messages.ntpMonlist()));
        if (placement == Placement.INSIDE) {
            attacks.add(datagram("NTP readvar (mode 6), ntpd", "ntp", host, NTP, Messages.ntpReadVariables()));
            attacks.add(datagram("NTP time request (mode 3), ntpd", "ntp", host, NTP, Messages.ntpTimeRequest()));
        }
        attacks.add(datagram("DNS ANY, named", "dns", host, DNS, Messages.dnsAny(DnsServer.ZONE)));
        attacks.add(new Attack(
                "CLDAP rootDSE, domain controller",
                "cldap",
                true,
                v4(Kind.DATAGRAM, host, CLDAP, Messages.cldapRootDse())));
        attacks.add(new Attack(
                "SSDP M-SEARCH from its subnet, minidlna",
                "ssdp",
                false,
                new Order(
                        0,
                        Kind.DATAGRAM,
                        placement.neighbour(),
                        SSDP_GROUP,
                        SSDP,
                        Messages.ssdpSearch(),
                        SSDP_PATIENCE_MS,
                        0)));
        attacks.add(new Attack(
                "SYN and SMB negotiate to TCP 445", "smb", true, v4(Kind.CONNECT, host, SMB, Messages.smbNegotiate())));
        attacks.add(new Attack(
                "SYN and session request to TCP 139",
                "netbios",
                true,
                v4(Kind.CONNECT, host, NETBIOS, Messages.netbiosSessionRequest())));
    }

    private static void addV6(List<Attack> attacks) {
        attacks.add(
                datagram("NTP monlist (mode 7), camera, IPv6", "ntp", Addresses.CAMERA_V6, NTP, Messages.ntpMonlist()));
        attacks.add(datagram(
                "NTP readvar (mode 6), ntpd, IPv6", "ntp", Addresses.HOST_V6, NTP, Messages.ntpReadVariables()));
        attacks.add(datagram(
                "NTP time request (mode 3), ntpd, IPv6", "ntp", Addresses.HOST_V6, NTP, Messages.ntpTimeRequest()));
        attacks.add(datagram("DNS ANY, named, IPv6", "dns", Addresses.HOST_V6, DNS, Messages.dnsAny(DnsServer.ZONE)));
        attacks.add(new Attack(
                "CLDAP rootDSE, domain controller, IPv6",
                "cldap",
                true,
                v6(Kind.DATAGRAM, CLDAP, Messages.cldapRootDse())));
        attacks.add(new Attack(
                "SYN and SMB negotiate to TCP 445, IPv6", "smb", true, v6(Kind.CONNECT, SMB, Messages.smbNegotiate())));
        attacks.add(new Attack(
                "SYN and session request to TCP 139, IPv6",
                "netbios",
                true,
                v6(Kind.CONNECT, NETBIOS, Messages.netbiosSessionRequest())));
    }

    /** A flood of CLDAP queries. */
    public static Order cldapFlood(Placement placement, int perSecond, int durationMs) {
        return new Order(
                0,
                Kind.FLOOD,
                Addresses.ATTACKER,
                placement.host(),
                CLDAP,
                Messages.cldapRootDse(),
                durationMs,
                perSecond);
    }

    /** What {@code source} says to the site's SMB server. */
    public static Order smb(Kind kind, String source, Placement placement) {
        return new Order(0, kind, source, placement.host(), SMB, Messages.smbNegotiate(), PATIENCE_MS, 0);
    }

    private static Attack datagram(String what, String rule, String target, int port, byte[] payload) {
        boolean isV6 = target.contains(":");
        Order order = isV6
                ? new Order(0, Kind.DATAGRAM, Addresses.ATTACKER_V6, target, port, payload, PATIENCE_MS, 0)
                : v4(Kind.DATAGRAM, target, port, payload);
        return new Attack(what, rule, false, order);
    }

    private static Order v4(Kind kind, String target, int port, byte[] payload) {
        return new Order(0, kind, Addresses.ATTACKER, target, port, payload, PATIENCE_MS, 0);
    }

    private static Order v6(Kind kind, int port, byte[] payload) {
        return new Order(0, kind, Addresses.ATTACKER_V6, Addresses.HOST_V6, port, payload, PATIENCE_MS, 0);
    }
}
