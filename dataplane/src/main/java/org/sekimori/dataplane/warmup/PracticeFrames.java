package org.sekimori.dataplane.warmup;

import static org.sekimori.dataplane.warmup.Headers.*;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.dataplane.port.PracticeFrame;

/**
 * Frames of every kind that a line mostly has, from one side: requests and replies of the guarded services, other
 * datagrams and segments, IPv4 and IPv6, bare, tagged, in PPPoE, in IPv4-in-IPv6, in fragments; what is no IP; and
 * super-frames.
 */
final class PracticeFrames {
    private static final int[] UDP_PORTS = {53, 123, 389, 1900, 137, 443, 40_001, 40_002};
    private static final int[] TCP_PORTS = {445, 139, 135, 443, 80, 40_003};
    private static final int CLIENT_PORT = 50_000;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int ARP = 0x0806;
    private static final int ICMP = 1;
    private static final int SUPER_FRAME_BYTES = 8000;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int LAST_FRAGMENT = 185;
    private static final int HOSTS = 250;

    private final boolean inbound;
    private final List<PracticeFrame> frames = new ArrayList<>();
    private int host;

    private PracticeFrames(boolean inbound) {
        this.inbound = inbound;
    }

    /** Those that come in at the WAN port, or at the LAN port. */
    static List<PracticeFrame> ofSide(boolean inbound) {
        PracticeFrames made = new PracticeFrames(inbound);
        for (int port : UDP_PORTS) {
            for (byte[] message : messages()) {
                made.packets(UDP, udp(CLIENT_PORT, port, message));
                made.packets(UDP, udp(port, CLIENT_PORT, message));
            }
        }
        for (int port : TCP_PORTS) {
            made.packets(TCP, tcp(CLIENT_PORT, port, SYN, new byte[0]));
            made.packets(TCP, tcp(port, CLIENT_PORT, SYN | ACK, new byte[0]));
            made.packets(TCP, tcp(CLIENT_PORT, port, ACK, new byte[512]));
        }
        made.others();
        return made.frames;
    }

    private static List<byte[]> messages() {
        byte[] dnsQuery = bytes(32, 0x12340100, 0x00010000);
        byte[] dnsReply = bytes(512, 0x12348180, 0x00010001);
        byte[] ntpRequest = bytes(48, 0x23000000, 0);
        byte[] ntpReply = bytes(48, 0x24000000, 0);
        byte[] ldapRequest = bytes(39, 0x30250201, 0x01632004);
        byte[] ldapReply = bytes(200, 0x30840000, 0x00C20201);
        byte[] search = "M-SEARCH * HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] found = "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        return List.of(dnsQuery, dnsReply, ntpRequest, ntpReply, ldapRequest, ldapReply, search, found);
    }

    private static byte[] bytes(int length, int first, int second) {
        return ByteBuffer.allocate(length).putInt(first).putInt(second).array();
    }

    /** The same transport in every wrapping. Most frames are bare ones. */
    private void packets(int protocol, byte[] transport) {
        host = (host + 1) % HOSTS;
        byte[] ipv4 = ipv4(inbound, host, protocol, transport);
        byte[] ipv6 = ipv6(inbound, host, protocol, transport);
        for (int i = 0; i < 4; i++) {
            whole(ethernet(IPV4, ipv4), PracticeFrame.UNTAGGED);
        }
        whole(ethernet(IPV6, ipv6), PracticeFrame.UNTAGGED);
        whole(ethernet(IPV4, ipv4), host);
        whole(tagged(IPV6, ipv6), PracticeFrame.UNTAGGED);
        whole(pppoe(false, ipv4), PracticeFrame.UNTAGGED);
        whole(ethernet(IPV6, ipv6(inbound, host, IPV4_IN_IP, ipv4)), PracticeFrame.UNTAGGED);
    }

    private void others() {
        for (int i = 0; i < 2; i++) {
            host++;
            whole(ethernet(ARP, new byte[28]), PracticeFrame.UNTAGGED);
            whole(ethernet(IPV4, ipv4(inbound, host, ICMP, new byte[64])), PracticeFrame.UNTAGGED);
            byte[] first = udp(53, CLIENT_PORT, new byte[LAST_FRAGMENT * 8 - 8]);
            whole(ethernet(IPV4, ipv4(inbound, host, MORE_FRAGMENTS, UDP, first)), PracticeFrame.UNTAGGED);
            whole(ethernet(IPV4, ipv4(inbound, host, LAST_FRAGMENT, UDP, new byte[200])), PracticeFrame.UNTAGGED);
            byte[] many = tcp(443, CLIENT_PORT, ACK, new byte[SUPER_FRAME_BYTES]);
            frames.add(new PracticeFrame(ethernet(IPV4, ipv4(inbound, host, TCP, many)), PracticeFrame.UNTAGGED, true));
        }
    }

    private void whole(byte[] frame, int tag) {
        frames.add(new PracticeFrame(frame, tag, false));
    }
}
