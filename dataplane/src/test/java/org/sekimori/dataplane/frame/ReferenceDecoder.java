package org.sekimori.dataplane.frame;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * A slow, obvious decoder to judge the fast one by: it copies, uses strings and exceptions, and shares no code with it.
 */
final class ReferenceDecoder {
    private static final Set<Integer> TAGS = Set.of(0x8100, 0x88A8, 0x9100);
    private static final Set<Integer> EXTENSIONS = Set.of(0, 43, 44, 51, 60, 135, 139, 140);

    private String result = Decoded.OK;
    private int version;
    private int protocol = -1;
    private String ports = "none";
    private String kind = "unknown";
    private String addresses = "";

    private ReferenceDecoder() {}

    static Decoded decode(byte[] captured, int wireLength) {
        ReferenceDecoder decoder = new ReferenceDecoder();
        decoder.ethernet(ByteBuffer.wrap(captured), Math.max(wireLength, captured.length));
        return decoder.result.equals(Decoded.OK)
                ? new Decoded(
                        decoder.result,
                        decoder.version,
                        decoder.protocol,
                        decoder.ports,
                        decoder.kind,
                        decoder.addresses)
                : new Decoded(decoder.result, 0, -1, "none", "unknown", "");
    }

    private void ethernet(ByteBuffer frame, int wireLength) {
        try {
            frame.position(12);
            int etherType = frame.getShort() & 0xFFFF;
            int depth = 0;
            for (; TAGS.contains(etherType); depth++) {
                frame.getShort();
                etherType = frame.getShort() & 0xFFFF;
            }
            if (etherType != 0x0800 && etherType != 0x86DD) {
                result = Decoded.NOT_IP;
            } else if (depth > 8) {
                result = "undecodable";
            } else {
                ip(frame.slice(), wireLength - frame.position(), etherType == 0x0800 ? 4 : 6);
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            result = Decoded.NOT_IP;
        }
    }

    private void ip(ByteBuffer packet, int wireLength, int expectedVersion) {
        if (packet.hasRemaining() && (packet.get(0) >> 4 & 0xF) != expectedVersion) {
            result = "malformed-ip-version";
        } else if (expectedVersion == 4) {
            ipv4(packet, wireLength);
        } else {
            ipv6(packet, wireLength);
        }
    }

    private void ipv4(ByteBuffer packet, int wireLength) {
        int headerLength = packet.hasRemaining() ? (packet.get(0) & 0xF) * 4 : 0;
        if (packet.remaining() < 20 || headerLength < 20 || packet.remaining() < headerLength) {
            result = "malformed-ipv4-header";
            return;
        }
        int stated = packet.getShort(2) & 0xFFFF;
        int length = stated == 0 ? wireLength : stated;
        if (length < headerLength || length > wireLength) {
            result = "malformed-ipv4-length";
            return;
        }
        version = 4;
        addresses = Decoded.addresses(0, packet.getInt(12) & 0xFFFF_FFFFL, 0, packet.getInt(16) & 0xFFFF_FFFFL);
        protocol = packet.get(9) & 0xFF;
        if ((packet.getShort(6) & 0x1FFF) == 0) {
            transport(part(packet, headerLength, length), length - headerLength);
        }
    }

    private void ipv6(ByteBuffer packet, int wireLength) {
        if (packet.remaining() < 40) {
            result = "malformed-ipv6-header";
            return;
        }
        int stated = packet.getShort(4) & 0xFFFF;
        int length = stated == 0 ? wireLength : 40 + stated;
        if (length > wireLength) {
            result = "malformed-ipv6-length";
            return;
        }
        version = 6;
        addresses = Decoded.addresses(packet.getLong(8), packet.getLong(16), packet.getLong(24), packet.getLong(32));
        protocol = packet.get(6) & 0xFF;
        extensions(part(packet, 40, length), length - 40);
    }

    private void extensions(ByteBuffer rest, int wireLength) {
        ByteBuffer left = rest;
        int leftOnWire = wireLength;
        for (int count = 1; EXTENSIONS.contains(protocol); count++) {
            if (count > 32) {
                result = "undecodable";
                return;
            }
            if (left.remaining() < 8 || left.remaining() < extensionLength(left)) {
                result = "malformed-ipv6-extension";
                return;
            }
            int length = extensionLength(left);
            boolean isLaterFragment = protocol == 44 && (left.getShort(2) & 0xFFF8) != 0;
            protocol = left.get(0) & 0xFF;
            if (isLaterFragment) {
                return;
            }
            left = part(left, length, left.remaining());
            leftOnWire -= length;
        }
        transport(left, leftOnWire);
    }

    private int extensionLength(ByteBuffer header) {
        int units = header.get(1) & 0xFF;
        switch (protocol) {
            case 44:
                return 8;
            case 51:
                return (units + 2) * 4;
            default:
                return (units + 1) * 8;
        }
    }

    private void transport(ByteBuffer segment, int wireLength) {
        if (protocol != 17 && protocol != 6) {
            return;
        }
        if (segment.remaining() < (protocol == 17 ? 8 : 20)) {
            result = "malformed-transport";
            return;
        }
        int destinationPort = segment.getShort(2) & 0xFFFF;
        ports = (segment.getShort(0) & 0xFFFF) + ">" + destinationPort;
        if (protocol == 6) {
            kind = (segment.get(13) & 0x12) == 0x02 ? "request" : "reply";
            return;
        }
        int stated = segment.getShort(4) & 0xFFFF;
        int length = stated < 8 || stated > wireLength ? wireLength : stated;
        kind = messageKind(destinationPort, part(segment, 8, length), length - 8);
    }

    private static String messageKind(int port, ByteBuffer message, int wireLength) {
        switch (port) {
            case 53:
                return wireLength >= 12 && message.remaining() > 2 && (message.get(2) & 0x80) != 0
                        ? "reply"
                        : "request";
            case 123:
                return wireLength >= 48
                                && message.hasRemaining()
                                && Set.of(2, 4, 5).contains(message.get(0) & 7)
                        ? "reply"
                        : "request";
            case 1900:
                return ssdp(message);
            default:
                return "unknown";
        }
    }

    private static String ssdp(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.duplicate().get(bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String stripped = text.replaceFirst("^[ \\t\\n\\x0B\\f\\r]+", "");
        boolean isRequest = text.length() - stripped.length() > 64
                || stripped.length() < 8
                || stripped.regionMatches(true, 0, "M-SEARCH", 0, 8) && isAscii(stripped)
                || stripped.regionMatches(true, 0, "NOTIFY", 0, 6) && isAscii(stripped);
        return isRequest ? "request" : "reply";
    }

    /** Keeps the long s and the dotless i, which Java calls other cases of s and i, out of a method's name. */
    private static boolean isAscii(String text) {
        return text.substring(0, 6).chars().allMatch(character -> character < 128);
    }

    /** The bytes from {@code from} to {@code to}, as far as they were captured. */
    private static ByteBuffer part(ByteBuffer buffer, int from, int to) {
        byte[] copy = Arrays.copyOfRange(buffer.array(), buffer.arrayOffset(), buffer.arrayOffset() + buffer.limit());
        int end = Math.min(to, copy.length);
        return ByteBuffer.wrap(Arrays.copyOfRange(copy, Math.min(from, end), end));
    }
}
