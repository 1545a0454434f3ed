package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.MatchFields;

/**
 * Walks a frame from its first header inwards and fills in what the policy looks at, one IP layer a call.
 *
 * <p>Each step checks its header once against the bytes captured and the bytes sent, then enters the next one at the
 * cursor, which is two numbers: {@code offset}, where that header begins, and {@code end}, where what it may fill ends
 * on the wire. Lengths inside the frame are held against the wire's, so that a capture's snap length makes no frame
 * malformed as long as its headers are there. It allocates nothing, throws nothing and reads no byte that wasn't
 * captured, whatever the frame holds.
 *
 * <p>Inside a first fragment the packet goes on in frames to come: there lengths are held against nothing, but all
 * headers must be whole ({@link Reason#MALFORMED_FRAGMENT_SHORT}).
 *
 * <p>A decoder belongs to one worker and keeps its place between {@link #decode} and {@link #decodeInner}; nothing else
 * is kept from frame to frame.
 */
public final class FrameDecoder {
    /** The answer for a frame that carries no IP packet, and for an IP packet that carries none inside. */
    public static final int NOT_IP = -1;
    /** Most IP packets in each other that are looked at; the next one is {@link Reason#UNDECODABLE_LAYERS}. */
    public static final int MAX_IP_LAYERS = 16;

    /** IPv6 fragments belong together whatever their next header says (RFC 8200 §4.5). */
    private static final int ANY_PROTOCOL = 0;

    private static final int NO_TUNNEL = -1;
    private static final int VERSION_SHIFT = 4;

    private final DecodeBounds bounds = new DecodeBounds(MAX_IP_LAYERS);
    private final TransportLayer transport = new TransportLayer(bounds);
    private int innerProtocol = NO_TUNNEL;
    private int innerOffset;
    private int innerEnd;

    /**
     * Decodes the Ethernet frame that fills the buffer, up to and with its outermost IP packet.
     *
     * @param wireLength bytes on the wire; one below the bytes captured is taken for those
     * @param fields filled in if the answer is {@link Reason#NONE}, and cleared if not, but for addresses and id of a
     *     fragment that is malformed as such; direction is the caller's
     * @return {@link #NOT_IP}, or an ordinal of {@link Reason}: {@link Reason#NONE} if the fields hold the packet
     */
    public int decode(UnsafeBuffer frame, int wireLength, MatchFields fields) {
        innerProtocol = NO_TUNNEL;
        int plain = decodePlain(frame, fields);
        return plain == PlainPacket.OTHER ? decodeAny(frame, wireLength, LinkTypes.ETHERNET, fields) : plain;
    }

    /** The same for a frame of that link type, one of {@link LinkTypes}. */
    public int decode(UnsafeBuffer frame, int wireLength, int linkType, MatchFields fields) {
        return linkType == LinkTypes.ETHERNET
                ? decode(frame, wireLength, fields)
                : decodeAny(frame, wireLength, linkType, fields);
    }

    /** Whether the packet decoded last is a tunnel's, so that {@link #decodeInner} may find another inside. */
    public boolean hasInner() {
        return innerProtocol != NO_TUNNEL;
    }

    /**
     * Decodes the next IP packet inwards of the same frame, which must not have moved.
     *
     * @return as {@link #decode} does; {@link #NOT_IP} where there is none
     */
    public int decodeInner(UnsafeBuffer frame, MatchFields fields) {
        int protocol = innerProtocol;
        innerProtocol = NO_TUNNEL;
        bounds.enterLayer(innerEnd);
        long link = Tunnel.walk(frame, protocol, innerOffset, bounds.limit());
        bounds.reached(LinkLayer.payloadOffset(link));
        return bounds.layer() >= MAX_IP_LAYERS && EtherTypes.isIp(LinkLayer.etherType(link))
                ? fail(Reason.UNDECODABLE_LAYERS, fields)
                : enterPacket(frame, link, innerEnd, fields);
    }

    /**
     * How far the payload of the frame's outermost first fragment has been read, up to and with the layer decoded last:
     * bytes from that payload's beginning, at least 64, and else no more than the fragment has. Means nothing where no
     * layer is a first fragment.
     */
    public int judgedEnd() {
        return bounds.judgedEnd(bounds.outermost());
    }

    /**
     * The same for the first fragment that a layer is, the outermost being layer 0: where fragments nest, each has an end
     * of its own.
     */
    public int judgedEnd(int layer) {
        return bounds.judgedEnd(layer);
    }

    /** Untagged, or behind one tag. */
    private static int decodePlain(UnsafeBuffer frame, MatchFields fields) {
        if (frame.capacity() < EthernetHeader.LENGTH + VlanTag.LENGTH) {
            return PlainPacket.OTHER;
        }
        int etherType = EthernetHeader.type(frame, EthernetHeader.TYPE_OFFSET);
        int offset = EthernetHeader.LENGTH;
        if (EtherTypes.isVlan(etherType)) {
            etherType = EthernetHeader.type(frame, EthernetHeader.TYPE_OFFSET + VlanTag.LENGTH);
            offset = EthernetHeader.LENGTH + VlanTag.LENGTH;
        }
        return PlainPacket.decode(frame, etherType, offset, fields);
    }

    private int decodeAny(UnsafeBuffer frame, int wireLength, int linkType, MatchFields fields) {
        bounds.begin(frame.capacity());
        innerProtocol = NO_TUNNEL;
        return enterPacket(frame, LinkLayer.walk(frame, linkType), Math.max(wireLength, frame.capacity()), fields);
    }

    private int enterPacket(UnsafeBuffer frame, long link, int end, MatchFields fields) {
        int offset = LinkLayer.payloadOffset(link);
        switch (LinkLayer.etherType(link)) {
            case EtherTypes.IPV4:
                return enterIpv4(frame, offset, end, fields);
            case EtherTypes.IPV6:
                return enterIpv6(frame, offset, end, fields);
            case LinkLayer.HIDDEN | EtherTypes.IPV4:
            case LinkLayer.HIDDEN | EtherTypes.IPV6:
                return fail(Reason.UNDECODABLE_TAGS, fields);
            case LinkLayer.SEALED:
                return fail(Reason.UNDECODABLE_TUNNEL, fields);
            case LinkLayer.TUNNEL_CUT_OFF:
                return fail(bounds.cutOff(Reason.MALFORMED_TRANSPORT), fields);
            case LinkLayer.CUT_OFF:
                return bounds.isInFragment() ? fail(Reason.MALFORMED_FRAGMENT_SHORT, fields) : notIp(fields);
            default:
                return notIp(fields);
        }
    }

    private int enterIpv4(UnsafeBuffer frame, int offset, int end, MatchFields fields) {
        int captured = bounds.limit() - offset;
        if (captured < Ipv4Header.MIN_LENGTH) {
            return failCutOff(frame, offset, Ipv4Header.VERSION, Reason.MALFORMED_IPV4_HEADER, fields);
        }
        long firstWord = Ipv4Header.firstWord(frame, offset);
        int sent = end - offset;
        Reason reason = Ipv4Header.check(firstWord, captured, sent);
        if (reason != Reason.NONE) {
            boolean isCutOff = reason == Reason.MALFORMED_IPV4_HEADER && Ipv4Header.headerLength(firstWord) > captured;
            return fail(isCutOff ? bounds.cutOff(reason) : reason, fields);
        }
        long secondWord = Ipv4Header.secondWord(frame, offset);
        fields.ipv4(Ipv4Header.source(secondWord), Ipv4Header.destination(frame, offset));
        int payload = offset + Ipv4Header.headerLength(firstWord);
        int packetEnd = offset + Ipv4Header.packetLength(firstWord, sent);
        int protocol = Ipv4Header.protocol(secondWord);
        fields.whole();
        if (Ipv4Header.isFragment(firstWord)) {
            fields.fragment(Ipv4Header.identification(firstWord), Ipv4Header.fragmentOffset(firstWord), protocol);
            reason = bounds.enterFragment(
                    fields, Ipv4Header.hasMoreFragments(firstWord), payload - offset, payload, packetEnd);
            if (reason != Reason.NONE) {
                return fail(reason, fields);
            }
            if (fields.fragment() == MatchFields.LATER_FRAGMENT) {
                return TransportLayer.finish(protocol, fields);
            }
        }
        return protocol == IpProtocols.AUTHENTICATION
                ? enterAuthentication(frame, payload, packetEnd, fields)
                : enterTransport(frame, protocol, payload, packetEnd, fields);
    }

    private int enterIpv6(UnsafeBuffer frame, int offset, int end, MatchFields fields) {
        if (bounds.limit() - offset < Ipv6Header.LENGTH) {
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
        fields.whole();
        int next = Ipv6Header.nextHeader(firstWord);
        int payload = offset + Ipv6Header.LENGTH;
        int packetEnd = offset + Ipv6Header.packetLength(firstWord, sent);
        return Ipv6ExtensionHeader.isExtension(next)
                ? enterExtensions(frame, next, payload, packetEnd, fields)
                : enterTransport(frame, next, payload, packetEnd, fields);
    }

    private int enterExtensions(UnsafeBuffer frame, int first, int start, int end, MatchFields fields) {
        int header = first;
        int offset = start;
        for (int count = 0; Ipv6ExtensionHeader.isExtension(header); count++) {
            if (count == Ipv6ExtensionHeader.MAX_HEADERS) {
                return fail(Reason.UNDECODABLE_EXTENSIONS, fields);
            }
            if (!Ipv6ExtensionHeader.fits(frame, offset, header, Math.min(end, bounds.limit()) - offset)) {
                return fail(bounds.cutOff(Reason.MALFORMED_IPV6_EXTENSION), fields);
            }
            int next = Ipv6ExtensionHeader.nextHeader(frame, offset);
            if (header == IpProtocols.FRAGMENT && !Ipv6ExtensionHeader.isAtomic(frame, offset)) {
                Reason reason = enterIpv6Fragment(frame, offset, end, fields);
                if (reason != Reason.NONE) {
                    return fail(reason, fields);
                }
                if (fields.fragment() == MatchFields.LATER_FRAGMENT) {
                    return TransportLayer.finish(next, fields);
                }
            }
            offset += Ipv6ExtensionHeader.length(frame, offset, header);
            header = next;
        }
        return enterTransport(frame, header, offset, end, fields);
    }

    /** A fragment isn't cut again by its sender, and no receiver puts it together twice. */
    private Reason enterIpv6Fragment(UnsafeBuffer frame, int header, int packetEnd, MatchFields fields) {
        if (fields.fragment() == MatchFields.FIRST_FRAGMENT) {
            return Reason.MALFORMED_FRAGMENT_NESTED;
        }
        fields.fragment(
                Ipv6ExtensionHeader.identification(frame, header),
                Ipv6ExtensionHeader.fragmentOffset(frame, header),
                ANY_PROTOCOL);
        int payload = header + Ipv6ExtensionHeader.MIN_LENGTH;
        return bounds.enterFragment(fields, Ipv6ExtensionHeader.hasMoreFragments(frame, header), 0, payload, packetEnd);
    }

    /** IPv4's one header before the transport's that isn't part of its own. */
    private int enterAuthentication(UnsafeBuffer frame, int start, int end, MatchFields fields) {
        int header = IpProtocols.AUTHENTICATION;
        int offset = start;
        for (int count = 0; header == IpProtocols.AUTHENTICATION; count++) {
            if (count == Ipv6ExtensionHeader.MAX_HEADERS) {
                return fail(Reason.UNDECODABLE_EXTENSIONS, fields);
            }
            if (!Ipv6ExtensionHeader.fits(frame, offset, header, Math.min(end, bounds.limit()) - offset)) {
                return fail(bounds.cutOff(Reason.MALFORMED_TRANSPORT), fields);
            }
            int next = Ipv6ExtensionHeader.nextHeader(frame, offset);
            offset += Ipv6ExtensionHeader.length(frame, offset, header);
            header = next;
        }
        return enterTransport(frame, header, offset, end, fields);
    }

    private int enterTransport(UnsafeBuffer frame, int protocol, int offset, int end, MatchFields fields) {
        bounds.reached(offset);
        if (protocol == IpProtocols.UDP) {
            return transport.enterUdp(frame, offset, end, fields);
        }
        if (protocol == IpProtocols.TCP) {
            return transport.enterTcp(frame, offset, end, fields);
        }
        if (IpProtocols.isTunnel(protocol)) {
            innerProtocol = protocol;
            innerOffset = offset;
            innerEnd = fields.fragment() == MatchFields.FIRST_FRAGMENT ? DecodeBounds.OPEN_END : end;
        }
        return transport.enterOther(frame, protocol, offset, end, fields);
    }

    private static int notIp(MatchFields fields) {
        fields.clear();
        return NOT_IP;
    }

    /** Which packet a malformed fragment belongs to is still of use: nothing of it may follow. */
    static int fail(Reason reason, MatchFields fields) {
        if (reason.isFragment() && fields.fragment() != MatchFields.WHOLE) {
            fields.noPorts();
        } else {
            fields.clear();
        }
        return reason.ordinal();
    }

    /** A header that is cut off is one of the wrong version first, if its first byte is there to say so. */
    private int failCutOff(UnsafeBuffer frame, int offset, int version, Reason cutOff, MatchFields fields) {
        boolean isWrongVersion = offset < bounds.limit() && FrameBytes.uint8(frame, offset) >> VERSION_SHIFT != version;
        return fail(isWrongVersion ? Reason.MALFORMED_IP_VERSION : bounds.cutOff(cutOff), fields);
    }
}
