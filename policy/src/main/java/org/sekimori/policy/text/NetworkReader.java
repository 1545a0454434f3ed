package org.sekimori.policy.text;

import java.util.List;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.text.Values.Located;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads lists of networks. */
final class NetworkReader {
    private final Findings findings;
    private final Values values;

    NetworkReader(Findings findings, Values values) {
        this.findings = findings;
        this.values = values;
    }

    /** The addresses of all networks that can be read; what is wrong with the others is noted. */
    AddressSet read(Node node, String key) {
        List<Located<Cidr>> networks = values.list(node, key, Cidr::parse);
        NetworkOverlaps.warn(networks, key, findings);
        return AddressSet.of(Values.values(networks));
    }
}
