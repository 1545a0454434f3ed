package org.sekimori.policy.lint;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekimori.policy.Action;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import org.sekimori.policy.Rule;

/**
 * Remarks on networks that inbound rules let in though nobody on the internet has such addresses, or though they are the
 * inside's own. To drop such sources is nothing to remark on.
 */
final class SourceLint {
    private final AddressSet lanNets;
    private final List<Remark> remarks;
    private final Map<AddressSet, String> special = new IdentityHashMap<>();
    private final Map<AddressSet, Optional<Cidr>> inside = new IdentityHashMap<>();

    SourceLint(AddressSet lanNets, List<Remark> remarks) {
        this.lanNets = lanNets;
        this.remarks = remarks;
    }

    void check(LintedRule linted) {
        Rule rule = linted.rule();
        if (rule.direction() == Direction.INBOUND) {
            check(linted, "allow-from", rule.allowFrom());
            if (rule.action() == Action.PASS) {
                check(linted, "sources", rule.traffic().sources());
            }
        }
    }

    private void check(LintedRule linted, String key, AddressSet addresses) {
        if (addresses.isEmpty()) {
            return;
        }
        Optional<Cidr> own = inside.computeIfAbsent(addresses, this::firstInside);
        if (own.isPresent()) {
            remarks.add(linted.remark(
                    key,
                    "'" + key + "' lets in " + own.get() + ", but 'lan-nets' holds it: what comes in with such a source"
                            + " is dropped before any rule"));
            return;
        }
        String found = special.computeIfAbsent(addresses, SpecialNetworks::in);
        if (!found.isEmpty()) {
            remarks.add(linted.remark(
                    key,
                    "'" + key + "' lets in " + found + "; nobody on the internet has such an address, so it is forged"
                            + " unless it comes by a tunnel: name public networks"));
        }
    }

    /** The first range that lies within the inside's networks: one around them was hardly written for their sake. */
    private Optional<Cidr> firstInside(AddressSet addresses) {
        if (lanNets.isEmpty()) {
            return Optional.empty();
        }
        for (int i = 0; i < addresses.ipv4Count(); i++) {
            if (lanNets.contains(Cidr.IPV4, 0, Integer.toUnsignedLong(addresses.ipv4First(i)))
                    && lanNets.covers(OneRange.ipv4(addresses, i))) {
                return Optional.of(OneRange.ipv4(addresses, i).networks().get(0));
            }
        }
        for (int i = 0; i < addresses.ipv6Count(); i++) {
            if (lanNets.contains(Cidr.IPV6, addresses.ipv6FirstHigh(i), addresses.ipv6FirstLow(i))
                    && lanNets.covers(OneRange.ipv6(addresses, i))) {
                return Optional.of(OneRange.ipv6(addresses, i).networks().get(0));
            }
        }
        return Optional.empty();
    }
}
