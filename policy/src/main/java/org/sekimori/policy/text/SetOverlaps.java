package org.sekimori.policy.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.range.SharedAddresses;
import org.sekimori.policy.text.Values.Located;

/** Warns of sets in a list that share addresses with each other or with the networks beside them. */
final class SetOverlaps {
    /** Sets of a list that are compared, each with each; lists that name more are told nothing about the rest. */
    static final int MAX_COMPARED = 32;

    private SetOverlaps() {}

    /** The sets without repeats. */
    static List<Located<NamedSet>> warn(
            List<Located<Cidr>> networks, List<Located<NamedSet>> sets, String key, Findings findings) {
        List<Located<NamedSet>> distinct = new ArrayList<>();
        AddressSet beside = sets.isEmpty() ? AddressSet.EMPTY : AddressSet.of(Values.values(networks));
        for (Located<NamedSet> set : sets) {
            Optional<Located<NamedSet>> same = distinct.stream()
                    .filter(earlier -> earlier.value() == set.value())
                    .findFirst();
            if (same.isPresent()) {
                findings.warning(
                        set.node(),
                        "'" + key + "': " + word(set) + " stands twice; the first is in line "
                                + Findings.line(same.get().node()));
                continue;
            }
            if (distinct.size() < MAX_COMPARED) {
                compare(set, distinct, beside, key, findings);
            }
            distinct.add(set);
        }
        return distinct;
    }

    private static void compare(
            Located<NamedSet> set, List<Located<NamedSet>> earlier, AddressSet beside, String key, Findings findings) {
        AddressSet mine = set.value().addresses();
        SharedAddresses.first(mine, beside)
                .ifPresent(shared -> findings.warning(
                        set.node(), "'" + key + "': " + word(set) + " and the networks beside it both hold " + shared));
        for (Located<NamedSet> other : earlier) {
            Optional<Cidr> shared = SharedAddresses.first(mine, other.value().addresses());
            if (shared.isPresent()) {
                findings.warning(
                        set.node(),
                        "'" + key + "': " + word(set) + " and " + word(other) + " both hold " + shared.get());
                return;
            }
        }
    }

    private static String word(Located<NamedSet> set) {
        return NamedSets.PREFIX + set.value().name();
    }
}
