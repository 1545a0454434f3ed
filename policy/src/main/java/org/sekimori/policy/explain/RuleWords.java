package org.sekimori.policy.explain;

import java.util.List;
import java.util.stream.Collectors;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Limit;
import org.sekimori.policy.MessageKind;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.range.Ranges;

/** The parts of rules and packets in the words of the policy language. */
final class RuleWords {
    static final String ANY = "any";
    static final String NONE = "none";

    private static final int NETWORKS_SHOWN = 4;
    private static final int SECONDS_PER_MINUTE = 60;

    private RuleWords() {}

    static String protocol(int ipProtocol) {
        return ipProtocol < 0 ? "unknown" : IpProtocol.word(ipProtocol);
    }

    static String protocols(List<Integer> protocols) {
        return protocols.isEmpty()
                ? ANY
                : protocols.stream().map(IpProtocol::word).collect(Collectors.joining(", "));
    }

    /** Ports as they are meant: in order, what touches joined. */
    static String ports(List<PortRange> ports) {
        return ports.isEmpty()
                ? ANY
                : Ranges.mergePorts(ports).stream().map(PortRange::toString).collect(Collectors.joining(", "));
    }

    static String networks(AddressSet set) {
        return set.isEmpty() ? ANY : some(set.networks());
    }

    /** Whether {@link #some} names them all. */
    static boolean isShort(List<Cidr> networks) {
        return networks.size() <= NETWORKS_SHOWN;
    }

    /** The first of them, and how many more there are. */
    static String some(List<Cidr> networks) {
        String shown =
                networks.stream().limit(NETWORKS_SHOWN).map(Cidr::toString).collect(Collectors.joining(", "));
        int more = networks.size() - NETWORKS_SHOWN;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    static String address(int ipVersion, long high, long low) {
        if (ipVersion != Cidr.IPV4 && ipVersion != Cidr.IPV6) {
            return NONE;
        }
        int bits = ipVersion == Cidr.IPV4 ? Integer.SIZE : 2 * Long.SIZE;
        String network = Cidr.around(ipVersion, high, low, bits).toString();
        return network.substring(0, network.indexOf('/'));
    }

    static String kind(int messageKind) {
        return switch (messageKind) {
            case MessageKind.REQUEST -> "a request";
            case MessageKind.REPLY -> "a reply";
            default -> "neither request nor reply, as far as is known";
        };
    }

    static String limit(Limit limit) {
        if (limit.isNone()) {
            return NONE;
        }
        StringBuilder words = new StringBuilder();
        if (limit.ratePerMinute() > 0) {
            words.append(rate(limit.ratePerMinute())).append(", burst ").append(limit.burst());
        }
        if (limit.connections() > 0) {
            words.append(words.length() > 0 ? ", " : "")
                    .append(limit.connections())
                    .append(" connections");
        }
        words.append(" per ").append(limit.per().word());
        if (limit.per() == Limit.Per.SOURCE) {
            words.append(" (/").append(limit.ipv4Prefix()).append(", IPv6 /");
            words.append(limit.ipv6Prefix()).append(')');
        }
        return words.toString();
    }

    private static String rate(int perMinute) {
        return perMinute % SECONDS_PER_MINUTE == 0 ? perMinute / SECONDS_PER_MINUTE + "/s" : perMinute + "/min";
    }
}
