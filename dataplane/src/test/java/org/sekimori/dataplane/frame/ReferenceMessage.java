package org.sekimori.dataplane.frame;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** The request bits of {@link ReferenceDecoder}. */
final class ReferenceMessage {
    static final String TOO_SHORT = "too short";

    private static final String REQUEST = "request";
    private static final String REPLY = "reply";
    private static final int FURTHEST = 256;
    private static final Set<Integer> LDAP_RESPONSES =
            Set.of(0x61, 0x64, 0x65, 0x67, 0x69, 0x6B, 0x6D, 0x6F, 0x73, 0x78, 0x79);
    private static final Pattern SSDP_REQUEST =
            Pattern.compile("^([mM]-[sS][eE][aA][rR][cC][hH]|[nN][oO][tT][iI][fF][yY]..).*", Pattern.DOTALL);

    private ReferenceMessage() {}

    static String kind(int port, ReferenceBytes message) {
        try {
            switch (port) {
                case 53:
                    return message.wire() >= 12 && message.u8(2) >= 128
                            ? REPLY
                            : message.wire() < 12 ? TOO_SHORT : REQUEST;
                case 123:
                    return ntp(message.u8(0) % 8, message.wire());
                case 161:
                    return message.size() > FURTHEST ? longSnmp(message) : snmp(message);
                case 389:
                    return ldap(message);
                case 1900:
                    return ssdp(new String(message.there(), StandardCharsets.ISO_8859_1));
                default:
                    return "unknown";
            }
        } catch (ReferenceBytes.CutOff e) {
            return TOO_SHORT;
        }
    }

    /** Anything may come from 1900; an answer of SSDP is what begins as one. */
    static String sourceKind(int port, ReferenceBytes message) {
        String kind = kind(port, message);
        String text = new String(message.there(), StandardCharsets.ISO_8859_1);
        boolean isHttp = text.length() >= 8 && text.substring(0, 5).equalsIgnoreCase("http/");
        return port == 1900 && kind.equals(REPLY) && !isHttp ? "unknown" : kind;
    }

    private static String ntp(int mode, long length) {
        if (mode >= 6) {
            return REQUEST;
        }
        return length < 48 ? TOO_SHORT : Set.of(2, 4, 5).contains(mode) ? REPLY : REQUEST;
    }

    private static String ssdp(String text) {
        String stripped = text.replaceFirst("^[ \\t\\n\\x0B\\f\\r]{0,65}", "");
        int leading = text.length() - stripped.length();
        if (leading > 64 && text.length() >= 65 + 8) {
            return REQUEST;
        }
        if (stripped.length() < 8) {
            return TOO_SHORT;
        }
        return SSDP_REQUEST.matcher(stripped).matches() ? REQUEST : REPLY;
    }

    /** An element of ASN.1; null stands for one that is of no use. */
    private record Element(int tag, long length, ReferenceBytes content) {
        static Element at(ReferenceBytes bytes, int tag) {
            if (bytes.u8(0) != tag) {
                return null;
            }
            int form = bytes.u8(1);
            if (form < 128) {
                return new Element(tag, form, bytes.behind(2));
            }
            if (form == 128 || form > 132) {
                return null;
            }
            ReferenceBytes content = bytes.behind(2 + form - 128);
            long length = 0;
            for (int i = 0; i < form - 128; i++) {
                length = length * 256 + bytes.u8(2 + i);
            }
            return new Element(tag, length, content);
        }

        boolean isBetween(int min, int max) {
            return length >= min && length <= max;
        }

        ReferenceBytes next() {
            content.need((int) Math.min(length, Integer.MAX_VALUE));
            return content.behind((int) length);
        }
    }

    private static String ldap(ReferenceBytes message) {
        Element envelope = Element.at(message, 0x30);
        Element id = envelope == null ? null : Element.at(envelope.content(), 0x02);
        if (id == null || !id.isBetween(1, 4)) {
            return REQUEST;
        }
        return LDAP_RESPONSES.contains(id.next().u8(0)) ? REPLY : REQUEST;
    }

    private static String longSnmp(ReferenceBytes message) {
        try {
            return snmp(message.first(FURTHEST));
        } catch (ReferenceBytes.CutOff e) {
            return REQUEST;
        }
    }

    private static String snmp(ReferenceBytes message) {
        Element envelope = Element.at(message, 0x30);
        Element version = envelope == null ? null : Element.at(envelope.content(), 0x02);
        if (version == null || !version.isBetween(1, 1)) {
            return REQUEST;
        }
        ReferenceBytes rest = version.next();
        switch (version.content().u8(0)) {
            case 0:
            case 1:
                Element community = Element.at(rest, 0x04);
                return community == null ? REQUEST : pdu(community.next());
            case 3:
                return snmp3(rest);
            default:
                return REQUEST;
        }
    }

    private static String snmp3(ReferenceBytes header) {
        Element envelope = Element.at(header, 0x30);
        if (envelope == null) {
            return REQUEST;
        }
        ReferenceBytes rest = envelope.content();
        int flags = 0;
        for (int tag : new int[] {2, 2, 4, 2}) {
            Element element = Element.at(rest, tag);
            if (element == null || !element.isBetween(1, tag == 4 ? 1 : 5)) {
                return REQUEST;
            }
            rest = element.next();
            flags = tag == 4 ? element.content().u8(0) : flags;
        }
        Element security = Element.at(rest, 0x04);
        if (security == null) {
            return REQUEST;
        }
        ReferenceBytes scoped = security.next();
        if (scoped.u8(0) == 4) {
            return flags / 4 % 2 == 1 ? REQUEST : REPLY;
        }
        Element pdu = Element.at(scoped, 0x30);
        Element engine = pdu == null ? null : Element.at(pdu.content(), 0x04);
        Element context = engine == null ? null : Element.at(engine.next(), 0x04);
        return context == null ? REQUEST : pdu(context.next());
    }

    private static String pdu(ReferenceBytes pdu) {
        return Set.of(0xA2, 0xA8).contains(pdu.u8(0)) ? REPLY : REQUEST;
    }
}
