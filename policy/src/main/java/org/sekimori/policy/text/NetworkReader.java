package org.sekimori.policy.text;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.sets.NetworkEntries;
import org.sekimori.policy.sets.SetFiles;
import org.sekimori.policy.text.Values.Located;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads lists of networks and of sets. What a list holds is told once, however often aliases repeat it. */
final class NetworkReader {
    /** Networks in files and lists together, sets that lie in others counted again; what memory is bounded by. */
    static final int MAX_NETWORKS = 2_000_000;

    private final Findings findings;
    private final Values values;
    private final NamedSets sets;
    private final SetFileReader files;
    /** By lists that an alias may repeat. */
    private final Map<Node, AddressSet> known = new IdentityHashMap<>();

    private long networkCount;
    private boolean isFull;

    NetworkReader(Findings findings, Values values, SetFiles files) {
        this.findings = findings;
        this.values = values;
        this.sets = new NamedSets(findings, values);
        this.files = new SetFileReader(findings, values, files);
    }

    /** A network, or the name of a set. */
    private record Item(Cidr network, String set) {}

    /** The networks of a list as they stand there, and the sets it names. */
    private record Items(List<Located<Cidr>> networks, List<Located<NamedSet>> sets, boolean isSound) {}

    /** Takes the sets of a policy, and reads them all, so that whatever is wrong in them is told. */
    void define(Node node) {
        sets.define(node);
        for (NamedSet set : sets.all()) {
            sets.read(set, set.key(), this::fill);
        }
    }

    /** The addresses of all networks and sets that can be read; what is wrong with the others is noted. */
    AddressSet read(Node node, String key) {
        AddressSet before = known.get(node);
        if (before != null) {
            return before;
        }
        Items items = items(node, key);
        boolean isOneSet = items.networks().isEmpty() && items.sets().size() == 1;
        AddressSet addresses = isOneSet
                ? items.sets().get(0).value().addresses()
                : entries(items, node).addresses();
        if (node.getAnchor().isPresent()) {
            known.put(node, addresses);
        }
        return addresses;
    }

    /** Warns of sets that nothing names, and of those that hold nothing. */
    void warnOfSets() {
        for (NamedSet set : sets.all()) {
            if (!set.isUsed()) {
                findings.warning(set.key(), "set '" + set.name() + "' is named nowhere");
            }
            if (set.state() == NamedSet.State.READ && set.addresses().isEmpty()) {
                findings.warning(set.key(), "set '" + set.name() + "' is empty: it holds no address");
            }
        }
    }

    private boolean fill(NamedSet set) {
        if (set.value() instanceof MappingNode) {
            Optional<NetworkEntries> entries = files.read(set);
            entries.ifPresent(read -> {
                count(read.size(), set.value());
                set.entries(read);
            });
            return entries.isPresent();
        }
        Items items = items(set.value(), set.name());
        set.entries(entries(items, set.value()));
        return items.isSound();
    }

    private Items items(Node node, String key) {
        int errorsBefore = findings.errorCount();
        List<Located<Cidr>> networks = new ArrayList<>();
        List<Located<NamedSet>> named = new ArrayList<>();
        for (Located<Item> item : values.list(node, key, this::parse)) {
            if (item.value().set() == null) {
                networks.add(new Located<>(item.value().network(), item.node()));
            } else {
                sets.find(item.value().set(), item.node(), key, this::fill)
                        .ifPresent(set -> named.add(new Located<>(set, item.node())));
            }
        }
        NetworkOverlaps.warn(networks, key, findings);
        List<Located<NamedSet>> distinct = SetOverlaps.warn(networks, named, key, findings);
        return new Items(networks, distinct, findings.errorCount() == errorsBefore);
    }

    private Item parse(String text) {
        if (text.startsWith(NamedSets.PREFIX)) {
            return new Item(null, text.substring(NamedSets.PREFIX.length()));
        }
        if (sets.has(text)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is the name of a set; write '" + NamedSets.PREFIX + text + "'");
        }
        return new Item(Cidr.parse(text), null);
    }

    private NetworkEntries entries(Items items, Node place) {
        NetworkEntries all = new NetworkEntries();
        items.networks().forEach(network -> all.add(network.value()));
        count(items.networks().size(), place);
        for (Located<NamedSet> set : items.sets()) {
            if (count(set.value().entries().size(), place)) {
                all.add(set.value().entries());
            }
        }
        return all;
    }

    /** Counts networks that are to be kept; whether they still fit. */
    private boolean count(int more, Node place) {
        networkCount += more;
        if (networkCount > MAX_NETWORKS && !isFull) {
            isFull = true;
            findings.error(
                    place,
                    "lists and sets hold more than " + MAX_NETWORKS
                            + " networks in all (a set within a list counts again)");
        }
        return !isFull;
    }
}
