package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;

/**
 * Walks a frame from its Ethernet header inwards and fills in what the policy looks at.
 *
 * <p>Each step checks its header once against the bytes captured and the bytes sent, then enters the next one at the
 * cursor, which is two numbers: {@code offset}, where that header begins, and {@code end}, where what it may fill ends
 * on the wire. Lengths inside the frame are held against the wire's, so that a capture's snap length makes no frame
 * malformed as long as its headers are there. It allocates nothing, throws nothing and reads no byte that wasn't
 * captured, whatever the frame holds. Nothing is kept from frame to frame.
 */
public final class FrameDecoder {
    /** The answer for a frame that carries no IP packet. */
    public static final int NOT_IP = -1;

    private static final int NONE = Reason.NONE.ordinal();
    private static final int VERSION_SHIFT = 4;

    /**
     * Decodes the frame that fills the buffer, destination MAC address first.
     *
     * @param wireLength bytes on the wire; one below the bytes captured is taken for those
     * @param fields filled in if the answer is {@link Reason#NONE}, and cleared if not; direction is the caller's
     * @return {@link #NOT_IP}, or an ordinal of {@link Reason}: {@link Reason#NONE} if the fields hold the packet
     */
    public int decode(UnsafeBuffer frame, int wireLength, MatchFields fields) {
        long link = LinkLayer.walk(frame);
        int offset = LinkLayer.payloadOffset(link);
        int end = Math.max(wireLength, frame.capacity());
        switch (LinkLayer.etherType(link)) {
            case EtherTypes.IPV4:
                return enterIpv4(frame, offset, end, fields);
            case EtherTypes.IPV6:
                return enterIpv6(frame, offset, end, fields);
            case LinkLayer.HIDDEN_IP:
                return fail(Reason.UNDECODABLE, fields);
            default:
                fields.clear();
                return NOT_IP;
        }
    }

    private static int enterIpv4(UnsafeBuffer frame, int offset, int end, MatchFields fields) {
        int captured = frame.capacity() - offset;
        if (captured < Ipv4Header.MIN_LENGTH) {
            return failCutOff(frame, offset, Ipv4Header.VERSION, Reason.MALFORMED_IPV4_HEADER, fields);
        }
        long firstWord = Ipv4Header.firstWord(frame, offset);
        int sent = end - offset;
        Reason reason = Ipv4Header.check(firstWord, captured, sent);
        if (reason != Reason.NONE) {
            return fail(reason, fields);
        }
        long secondWord = Ipv4Header.secondWord(frame, offset);
        fields.ipv4(Ipv4Header.source(secondWord), Ipv4Header.destination(frame, offset));
        int protocol = Ipv4Header.protocol(secondWord);
        if (Ipv4Header.isLaterFragment(firstWord)) {
            return finishWithoutPorts(protocol, fields);
        }
        int payload = offset + Ipv4Header.headerLength(firstWord);
        return enterTransport(frame, protocol, payload, offset + Ipv4Header.packetLength(firstWord, sent), fields);
    }

    private static int enterIpv6(UnsafeBuffer frame, int offset, int end, MatchFields fields) {
        if (frame.capacity() - offset < Ipv6Header.LENGTH) {
            return failCutOff(frame, offset, Ipv6Header.VERSION, Reason.MALFORMED_IPV6_HEADER, fields);
        }
        long firstWord = Ipv6Header.firstWord(frame, offset);
        int sent = end - offset;
        Reason reason = Ipv6Header.check(firstWord, sent);
        if (reason != Reason.NONE) {
            return fail(reason, fields);
        }
        fields.ipv6(
                Ipv6Header.sourceHigh(frame, offset),
                Ipv6Header.sourceLow(frame, offset),
                Ipv6Header.destinationHigh(frame, offset),
                Ipv6Header.destinationLow(frame, offset));
        int next = Ipv6Header.nextHeader(firstWord);
        int payload = offset + Ipv6Header.LENGTH;
        int packetEnd = offset + Ipv6Header.packetLength(firstWord, sent);
        return Ipv6ExtensionHeader.isExtension(next)
                ? enterExtensions(frame, next, payload, packetEnd, fields)
                : enterTransport(frame, next, payload, packetEnd, fields);
    }

    private static int enterExtensions(UnsafeBuffer frame, int first, int start, int end, MatchFields fields) {
        int readableEnd = Math.min(end, frame.capacity());
        int header = first;
        int offset = start;
        for (int count = 0; Ipv6ExtensionHeader.isExtension(header); count++) {
            if (count == Ipv6ExtensionHeader.MAX_HEADERS) {
                return fail(Reason.UNDECODABLE, fields);
            }
            int room = readableEnd - offset;
            if (!Ipv6ExtensionHeader.fits(frame, offset, header, room)) {
                return fail(Reason.MALFORMED_IPV6_EXTENSION, fields);
            }
            int next = Ipv6ExtensionHeader.nextHeader(frame, offset);
            if (header == IpProtocols.FRAGMENT && Ipv6ExtensionHeader.isLaterFragment(frame, offset)) {
                return finishWithoutPorts(next, fields);
            }
            offset += Ipv6ExtensionHeader.length(frame, offset, header);
            header = next;
        }
        return enterTransport(frame, header, offset, end, fields);
    }

    private static int enterTransport(UnsafeBuffer frame, int protocol, int offset, int end, MatchFields fields) {
        if (protocol == IpProtocols.UDP) {
            return enterUdp(frame, offset, end, fields);
        }
        return protocol == IpProtocols.TCP
                ? enterTcp(frame, offset, end, fields)
                : finishWithoutPorts(protocol, fields);
    }

    private static int enterUdp(UnsafeBuffer frame, int offset, int end, MatchFields fields) {
        if (Math.min(end, frame.capacity()) - offset < UdpHeader.LENGTH) {
            return fail(Reason.MALFORMED_TRANSPORT, fields);
        }
        long word = UdpHeader.word(frame, offset);
        int destinationPort = UdpHeader.destinationPort(word);
        fields.ipProtocol(IpProtocols.UDP);
        fields.ports(UdpHeader.sourcePort(word), destinationPort);
        int messageEnd = offset + UdpHeader.datagramLength(word, end - offset);
        fields.messageKind(messageKind(frame, destinationPort, offset + UdpHeader.LENGTH, messageEnd));
        return NONE;
    }

    private static int enterTcp(UnsafeBuffer frame, int offset, int end, MatchFields fields) {
        if (Math.min(end, frame.capacity()) - offset < TcpHeader.MIN_LENGTH) {
            return fail(Reason.MALFORMED_TRANSPORT, fields);
        }
        int ports = TcpHeader.ports(frame, offset);
        fields.ipProtocol(IpProtocols.TCP);
        fields.ports(TcpHeader.sourcePort(ports), TcpHeader.destinationPort(ports));
        fields.messageKind(TcpHeader.messageKind(frame, offset));
        return NONE;
    }

    /** What the message says of itself, by the protocol that lives at its destination port. */
    private static int messageKind(UnsafeBuffer frame, int destinationPort, int message, int end) {
        switch (destinationPort) {
            case UdpPorts.DNS:
                return DnsMessage.messageKind(frame, message, end);
            case UdpPorts.NTP:
                return NtpMessage.messageKind(frame, message, end);
            case UdpPorts.SSDP:
                return SsdpMessage.messageKind(frame, message, end);
            default:
                return MessageKind.UNKNOWN;
        }
    }

    private static int finishWithoutPorts(int protocol, MatchFields fields) {
        fields.ipProtocol(protocol);
        fields.noPorts();
        return NONE;
    }

    private static int fail(Reason reason, MatchFields fields) {
        fields.clear();
        return reason.ordinal();
    }

    /** A header that is cut off is one of the wrong version first, if its first byte is there to say so. */
    private static int failCutOff(UnsafeBuffer frame, int offset, int version, Reason cutOff, MatchFields fields) {
        boolean isWrongVersion =
                offset < frame.capacity() && FrameBytes.uint8(frame, offset) >> VERSION_SHIFT != version;
        return fail(isWrongVersion ? Reason.MALFORMED_IP_VERSION : cutOff, fields);
    }
}
