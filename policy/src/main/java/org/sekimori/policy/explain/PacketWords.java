package org.sekimori.policy.explain;

import org.sekimori.policy.Cidr;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;

/**
 * What rules see of one packet, in words, taken down before the decoder moves on.
 *
 * @param ipVersion       4 or 6
 * @param protocol        a word of the policy language, or a number
 * @param hasPorts        whether the ports mean something
 * @param kind            {@code request} or {@code reply}; empty where that isn't known
 * @param isUndersized    whether the message is too short to tell, and counts as a request for that
 * @param fragment        {@code first}, {@code later}, or empty for a whole packet
 * @param fragmentOffset  bytes from the beginning of what was cut
 */
public record PacketWords(
        int ipVersion,
        String source,
        String destination,
        String protocol,
        boolean hasPorts,
        int sourcePort,
        int destinationPort,
        String kind,
        boolean isUndersized,
        String fragment,
        int fragmentOffset) {
    /** The packet that the fields hold. */
    public static PacketWords of(MatchFields fields) {
        return new PacketWords(
                fields.ipVersion(),
                RuleWords.address(fields.ipVersion(), fields.sourceHigh(), fields.sourceLow()),
                RuleWords.address(fields.ipVersion(), fields.destinationHigh(), fields.destinationLow()),
                RuleWords.protocol(fields.ipProtocol()),
                fields.hasPorts(),
                fields.sourcePort(),
                fields.destinationPort(),
                kind(fields.messageKind()),
                fields.isUndersized(),
                fragment(fields.fragment()),
                fields.fragmentOffset());
    }

    /** One line for people. */
    @Override
    public String toString() {
        StringBuilder words = new StringBuilder("IPv").append(ipVersion).append(' ');
        words.append(protocol).append(", ").append(end(source, sourcePort));
        words.append(" -> ").append(end(destination, destinationPort));
        if (!kind.isEmpty()) {
            words.append(", a ").append(kind).append(isUndersized ? " (too short to tell)" : "");
        }
        if (!fragment.isEmpty()) {
            words.append(", a ").append(fragment).append(" fragment");
            words.append(fragmentOffset > 0 ? " from byte " + fragmentOffset : "");
        }
        return words.toString();
    }

    private String end(String address, int port) {
        if (!hasPorts) {
            return address;
        }
        return (ipVersion == Cidr.IPV6 ? '[' + address + ']' : address) + ':' + port;
    }

    private static String kind(int messageKind) {
        return switch (messageKind) {
            case MessageKind.REQUEST -> "request";
            case MessageKind.REPLY -> "reply";
            default -> "";
        };
    }

    private static String fragment(int fragment) {
        return switch (fragment) {
            case MatchFields.FIRST_FRAGMENT -> "first";
            case MatchFields.LATER_FRAGMENT -> "later";
            default -> "";
        };
    }
}
