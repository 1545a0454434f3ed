package org.sekimori.dataplane.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A slow, obvious decoder to judge the fast one by: it copies, uses strings and exceptions, and shares no code with it.
 */
final class ReferenceDecoder {
    private static final Set<Integer> EXTENSIONS = Set.of(0, 43, 44, 51, 60, 135, 139, 140);
    private static final Set<Integer> TUNNELS = Set.of(4, 41, 47, 97, 137);

    private final List<DecodedLayer> layers = new ArrayList<>();
    private boolean inFragment;

    private int version;
    private String addresses;
    private String fragment;
    private int tunnel;
    private ReferenceBytes tunnelPayload;

    private ReferenceDecoder() {}

    static List<DecodedLayer> decode(byte[] captured, int wireLength, int linkType) {
        ReferenceDecoder decoder = new ReferenceDecoder();
        decoder.layers(linkType, new ReferenceBytes(captured, Math.max(wireLength, captured.length)));
        return decoder.layers;
    }

    private void layers(int linkType, ReferenceBytes frame) {
        try {
            ReferenceLink.Packet packet = ReferenceLink.frame(linkType, frame);
            do {
                tunnel = 0;
                ip(packet);
                if (tunnel != 0) {
                    packet = ReferenceLink.tunnel(tunnel, tunnelPayload);
                    if (layers.size() == 16) {
                        throw new ReferenceLink.NoPacket("undecodable-layers");
                    }
                }
            } while (tunnel != 0);
        } catch (ReferenceBytes.CutOff e) {
            end(inFragment ? "malformed-fragment-short" : Decoded.NOT_IP);
        } catch (ReferenceLink.NoPacket none) {
            end(inFragment && none.word.equals("malformed-transport") ? "malformed-fragment-short" : none.word);
        }
    }

    private void end(String word) {
        layers.add(DecodedLayer.of(word));
    }

    private ReferenceLink.NoPacket cutOff(String word) {
        return new ReferenceLink.NoPacket(inFragment ? "malformed-fragment-short" : word);
    }

    private void ip(ReferenceLink.Packet packet) {
        version = packet.version();
        fragment = "whole";
        ReferenceBytes bytes = packet.bytes();
        if (bytes.size() > 0 && bytes.u8(0) / 16 != version) {
            throw new ReferenceLink.NoPacket("malformed-ip-version");
        }
        if (version == 4) {
            ipv4(bytes);
        } else {
            ipv6(bytes);
        }
    }

    private void ipv4(ReferenceBytes bytes) {
        if (bytes.size() < 20) {
            throw cutOff("malformed-ipv4-header");
        }
        int headerLength = bytes.u8(0) % 16 * 4;
        if (headerLength < 20) {
            throw new ReferenceLink.NoPacket("malformed-ipv4-header");
        }
        if (headerLength > bytes.size()) {
            throw cutOff("malformed-ipv4-header");
        }
        long length = bytes.u16(2) == 0 ? bytes.wire() : bytes.u16(2);
        if (length < headerLength || length > bytes.wire()) {
            throw new ReferenceLink.NoPacket("malformed-ipv4-length");
        }
        addresses = Decoded.addresses(0, bytes.u32(12), 0, bytes.u32(16));
        ReferenceBytes payload = bytes.first(length).behind(headerLength);
        int protocol = bytes.u8(9);
        int offset = bytes.u16(6) % 0x2000 * 8;
        boolean more = bytes.u16(6) / 0x2000 % 2 == 1;
        if (offset > 0 || more) {
            fragment(bytes.u16(4), offset, more, payload, 65_535 - headerLength);
        }
        if (offset > 0) {
            layer(protocol, "none", "unknown", "unknown", "");
            return;
        }
        for (int count = 1; protocol == 51; count++) {
            if (count > 32) {
                throw new ReferenceLink.NoPacket("undecodable-extensions");
            }
            int headerSize = payload.size() < 8 ? Integer.MAX_VALUE : (payload.u8(1) + 2) * 4;
            if (payload.size() < headerSize) {
                throw cutOff("malformed-transport");
            }
            protocol = payload.u8(0);
            payload = payload.behind(headerSize);
        }
        transport(protocol, payload);
    }

    private void fragment(int id, int offset, boolean more, ReferenceBytes payload, int longest) {
        if (more && payload.wire() % 8 != 0 || payload.wire() > longest - offset) {
            throw new ReferenceLink.NoPacket("malformed-fragment-length");
        }
        if (offset > 0 && offset < 64) {
            throw new ReferenceLink.NoPacket("malformed-fragment-overwrite");
        }
        fragment = offset == 0 ? "first " + id : "later " + id + " at " + offset;
        inFragment |= offset == 0;
    }

    private void ipv6(ReferenceBytes bytes) {
        if (bytes.size() < 40) {
            throw cutOff("malformed-ipv6-header");
        }
        long length = bytes.u16(4) == 0 ? bytes.wire() : 40 + bytes.u16(4);
        if (length > bytes.wire()) {
            throw new ReferenceLink.NoPacket("malformed-ipv6-length");
        }
        addresses = Decoded.addresses(bytes.u64(8), bytes.u64(16), bytes.u64(24), bytes.u64(32));
        extensions(bytes.u8(6), bytes.first(length).behind(40));
    }

    private void extensions(int first, ReferenceBytes payload) {
        int protocol = first;
        ReferenceBytes rest = payload;
        for (int count = 1; EXTENSIONS.contains(protocol); count++) {
            if (count > 32) {
                throw new ReferenceLink.NoPacket("undecodable-extensions");
            }
            if (rest.size() < 8 || rest.size() < extensionLength(protocol, rest)) {
                throw cutOff("malformed-ipv6-extension");
            }
            ReferenceBytes behind = rest.behind(extensionLength(protocol, rest));
            int next = rest.u8(0);
            int offset = protocol == 44 ? rest.u16(2) / 8 * 8 : 0;
            boolean more = protocol == 44 && rest.u8(3) % 2 == 1;
            if (offset > 0 || more) {
                if (!fragment.equals("whole")) {
                    throw new ReferenceLink.NoPacket("malformed-fragment-nested");
                }
                fragment((int) rest.u32(4), offset, more, behind, 65_535);
            }
            if (offset > 0) {
                layer(next, "none", "unknown", "unknown", "");
                return;
            }
            protocol = next;
            rest = behind;
        }
        transport(protocol, rest);
    }

    private static int extensionLength(int protocol, ReferenceBytes header) {
        int units = header.u8(1);
        switch (protocol) {
            case 44:
                return 8;
            case 51:
                return (units + 2) * 4;
            default:
                return (units + 1) * 8;
        }
    }

    private void transport(int protocol, ReferenceBytes payload) {
        switch (protocol) {
            case 17:
                udp(payload);
                break;
            case 6:
                tcp(payload);
                break;
            case 1:
            case 58:
                icmp(protocol, payload);
                break;
            default:
                layer(protocol, "none", "unknown", "unknown", "");
                tunnel = TUNNELS.contains(protocol) ? protocol : 0;
                tunnelPayload = fragment.equals("whole") ? payload : payload.open();
        }
    }

    private void udp(ReferenceBytes payload) {
        if (payload.size() < 8) {
            throw cutOff("malformed-transport");
        }
        int source = payload.u16(0);
        int destination = payload.u16(2);
        int stated = payload.u16(4);
        long length = stated < 8 || stated > payload.wire() ? payload.wire() : stated;
        ReferenceBytes message = payload.first(length).behind(8);
        layer(
                17,
                source + ">" + destination,
                ReferenceMessage.kind(destination, message),
                ReferenceMessage.sourceKind(source, message),
                "");
    }

    private void tcp(ReferenceBytes payload) {
        if (payload.size() < 20) {
            throw cutOff("malformed-transport");
        }
        int flags = payload.u8(13);
        String kind = (flags & 0x12) == 0x02 ? "request" : "reply";
        String numbers = DecodedLayer.tcp(flags, (int) payload.u32(4), (int) payload.u32(8));
        layer(6, payload.u16(0) + ">" + payload.u16(2), kind, kind, numbers);
    }

    private void icmp(int protocol, ReferenceBytes payload) {
        if (inFragment && payload.size() < 8) {
            throw cutOff("");
        }
        int type = payload.size() == 0 ? -1 : payload.u8(0);
        boolean isEcho = payload.size() >= 8 && Set.of(0, 8, 128, 129).contains(type);
        layer(protocol, "none", "unknown", "unknown", DecodedLayer.icmp(type, isEcho ? payload.u16(4) : -1));
    }

    private void layer(int protocol, String ports, String kind, String sourceKind, String transport) {
        boolean undersized = kind.equals(ReferenceMessage.TOO_SHORT);
        Decoded decoded = new Decoded(Decoded.OK, version, protocol, ports, plain(kind), addresses);
        layers.add(new DecodedLayer(decoded, fragment, plain(sourceKind), undersized, transport));
    }

    private static String plain(String kind) {
        return kind.equals(ReferenceMessage.TOO_SHORT) ? "request" : kind;
    }
}
