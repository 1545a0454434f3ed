package org.sekimori.policy.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.text.Values.Located;

/** Warns of networks in a list that another one in it already holds; networks overlap in no other way. */
final class NetworkOverlaps {
    private NetworkOverlaps() {}

    static void warn(List<Located<Cidr>> networks, String key, Findings findings) {
        List<Located<Cidr>> sorted = new ArrayList<>(networks);
        sorted.sort(Comparator.comparing(Located::value, Cidr.OUTER_FIRST));
        Deque<Located<Cidr>> around = new ArrayDeque<>();
        for (Located<Cidr> network : sorted) {
            while (!around.isEmpty() && !around.peek().value().contains(network.value())) {
                around.pop();
            }
            if (!around.isEmpty()) {
                findings.warning(network.node(), message(network.value(), around.peek(), key));
            }
            around.push(network);
        }
    }

    private static String message(Cidr inner, Located<Cidr> outer, String key) {
        String where = " in line " + Findings.line(outer.node());
        return inner.equals(outer.value())
                ? "'" + key + "': " + inner + " stands twice; the first is" + where
                : "'" + key + "': " + inner + " lies inside " + outer.value() + where + ", which holds it already";
    }
}
