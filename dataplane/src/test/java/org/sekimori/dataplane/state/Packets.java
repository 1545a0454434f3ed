package org.sekimori.dataplane.state;

import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;

/**
 * Packets as the decoder would describe them. Inside and outside hosts are numbers, which become addresses of the IP
 * version asked for. One description at a time: each method writes and returns the same fields.
 */
final class Packets {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int ACK = 0x10;

    private static final int INSIDE_V4 = 0x0A00_0000;
    private static final int OUTSIDE_V4 = 0x5000_0000;
    private static final long INSIDE_V6 = 0x2001_0db8_0000_0001L;
    private static final long OUTSIDE_V6 = 0x2001_0db8_ffff_0002L;

    /** So many outside hosts, as a power of two, share an IPv6 network. */
    private static final int SITE_BITS = 8;

    private final int ipVersion;
    private final MatchFields fields = new MatchFields();

    Packets(int ipVersion) {
        this.ipVersion = ipVersion;
    }

    MatchFields udpOut(int host, int port, int server, int serverPort, int kind) {
        out(host, server);
        return udp(port, serverPort, kind);
    }

    MatchFields udpIn(int server, int serverPort, int host, int port, int kind) {
        in(server, host);
        return udp(serverPort, port, kind);
    }

    MatchFields tcpOut(int host, int port, int server, int serverPort, int flags) {
        out(host, server);
        return tcp(port, serverPort, flags, 0, 0);
    }

    MatchFields tcpIn(int server, int serverPort, int host, int port, int flags) {
        in(server, host);
        return tcp(serverPort, port, flags, 0, 0);
    }

    /** With sequence numbers, for the packet described last. */
    MatchFields numbered(int sequence, int acknowledgment) {
        fields.tcp(fields.tcpFlags(), sequence, acknowledgment);
        return fields;
    }

    MatchFields echoOut(int host, int server, int type, int identifier) {
        out(host, server);
        return echo(type, identifier);
    }

    MatchFields echoIn(int server, int host, int type, int identifier) {
        in(server, host);
        return echo(type, identifier);
    }

    MatchFields otherOut(int host, int server, int ipProtocol) {
        out(host, server);
        fields.ipProtocol(ipProtocol);
        return fields;
    }

    MatchFields otherIn(int server, int host, int ipProtocol) {
        in(server, host);
        fields.ipProtocol(ipProtocol);
        return fields;
    }

    /** A fragment of a UDP datagram, without ports. */
    MatchFields fragmentIn(int server, int host, int id, int offset) {
        otherIn(server, host, IpProtocol.UDP);
        fields.fragment(id, offset, fields.ipVersion() == 4 ? fields.ipProtocol() : 0);
        return fields;
    }

    MatchFields fragmentOut(int host, int server, int id, int offset) {
        otherOut(host, server, IpProtocol.UDP);
        fields.fragment(id, offset, fields.ipVersion() == 4 ? fields.ipProtocol() : 0);
        return fields;
    }

    int echoRequest() {
        return ipVersion == 4 ? 8 : 128;
    }

    int echoReply() {
        return ipVersion == 4 ? 0 : 129;
    }

    private MatchFields udp(int sourcePort, int destinationPort, int kind) {
        fields.ipProtocol(IpProtocol.UDP);
        fields.ports(sourcePort, destinationPort);
        fields.messageKind(hasBit(destinationPort) ? kind : MessageKind.UNKNOWN);
        fields.sourceKind(hasBit(sourcePort) ? kind : MessageKind.UNKNOWN);
        return fields;
    }

    private MatchFields tcp(int sourcePort, int destinationPort, int flags, int sequence, int acknowledgment) {
        fields.ipProtocol(IpProtocol.TCP);
        fields.ports(sourcePort, destinationPort);
        fields.tcp(flags, sequence, acknowledgment);
        fields.messageKind((flags & (SYN | ACK)) == SYN ? MessageKind.REQUEST : MessageKind.REPLY);
        return fields;
    }

    private MatchFields echo(int type, int identifier) {
        fields.ipProtocol(ipVersion == 4 ? IpProtocol.ICMP : IpProtocol.ICMPV6);
        fields.icmp(type, identifier);
        return fields;
    }

    private void out(int host, int server) {
        fields.clear();
        fields.direction(Direction.OUTBOUND);
        if (ipVersion == 4) {
            fields.ipv4(INSIDE_V4 + host, OUTSIDE_V4 + server);
        } else {
            fields.ipv6(INSIDE_V6, host, OUTSIDE_V6 + (server >>> SITE_BITS), server);
        }
    }

    private void in(int server, int host) {
        fields.clear();
        fields.direction(Direction.INBOUND);
        if (ipVersion == 4) {
            fields.ipv4(OUTSIDE_V4 + server, INSIDE_V4 + host);
        } else {
            fields.ipv6(OUTSIDE_V6 + (server >>> SITE_BITS), server, INSIDE_V6, host);
        }
    }

    private static boolean hasBit(int port) {
        return port == 53 || port == 123 || port == 161 || port == 389 || port == 1900;
    }
}
