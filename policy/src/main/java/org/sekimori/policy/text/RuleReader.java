package org.sekimori.policy.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sekimori.policy.Action;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Direction;
import org.sekimori.policy.InvalidRuleException;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Limit;
import org.sekimori.policy.Match;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.lint.LintedRule;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one rule after the other. */
final class RuleReader {
    static final List<String> KEYS = List.of(
            "name",
            "description",
            "direction",
            "protocol",
            "source-ports",
            "destination-ports",
            "sources",
            "destinations",
            "allow-from",
            "allow-limit",
            "match",
            "limit",
            "action",
            "mode");

    private final Findings findings;
    private final Values values;
    private final LimitReader limits;
    private final NetworkReader networks;
    private final Map<String, Integer> names = new HashMap<>();

    RuleReader(Findings findings, Values values, NetworkReader networks) {
        this.findings = findings;
        this.values = values;
        this.networks = networks;
        limits = new LimitReader(findings, values);
    }

    /** The rule, if nothing is wrong with it and packets can match it. */
    Optional<LintedRule> read(Node node) {
        Optional<Fields> fields = Fields.read(node, "a rule", KEYS, findings);
        return fields.flatMap(this::read);
    }

    private Optional<LintedRule> read(Fields fields) {
        Optional<String> name = readName(fields);
        Optional<Direction> direction = fields.required("direction", "write 'inbound' or 'outbound'")
                .flatMap(node -> values.word(node, "direction", Direction.values(), Direction::word));
        String description = fields.value("description")
                .flatMap(node -> values.text(node, "description"))
                .orElse("");
        Optional<Traffic> traffic = readTraffic(fields);
        AddressSet allowFrom = readNetworks(fields, "allow-from");
        Optional<Limit> limit = fields.value("limit").flatMap(node -> limits.read(node, "limit"));
        Limit allowLimit =
                fields.value("allow-limit").flatMap(this::readAllowLimit).orElse(Limit.ALLOWANCE);
        Action action = word(fields, "action", Action.values(), Action::word, Action.DROP);
        Mode mode = word(fields, "mode", Mode.values(), Mode::word, Mode.ENFORCE);
        if (action == Action.PASS && !allowFrom.isEmpty()) {
            findings.warning(fields.place("allow-from"), "'allow-from' changes nothing: the rule's action is pass");
        }
        if (name.isEmpty() || direction.isEmpty() || traffic.isEmpty()) {
            return Optional.empty();
        }
        if (direction.get() == Direction.OUTBOUND && traffic.get().match().needsMemory()) {
            findings.error(
                    fields.place("match"),
                    "'match: " + traffic.get().match().word() + "' is for what comes in; this rule is outbound");
            return Optional.empty();
        }
        if (limit.isPresent()
                && limit.get().connections() > 0
                && !traffic.get().protocols().equals(List.of(IpProtocol.TCP))) {
            findings.error(
                    fields.place("limit"), "'connections' needs protocol tcp; no other has connections to count");
            return Optional.empty();
        }
        if (looksForNoAddress(fields, "sources", traffic.get().sources())
                || looksForNoAddress(fields, "destinations", traffic.get().destinations())) {
            return Optional.empty();
        }
        Rule rule = new Rule(
                name.get(), description, direction.get(), traffic.get(), allowFrom, limit, allowLimit, action, mode);
        return Optional.of(new LintedRule(rule, fields.positions(KEYS)));
    }

    /** Empty sets can be named, but no address at all would stand for all of them. */
    private boolean looksForNoAddress(Fields fields, String key, AddressSet addresses) {
        boolean isNone = fields.value(key).isPresent() && addresses.isEmpty();
        if (isNone && !findings.hasErrors()) {
            findings.warning(
                    fields.place(key),
                    "'" + key + "' holds no address, since its sets are empty: the rule matches nothing and is left"
                            + " out");
        }
        return isNone;
    }

    private Optional<Limit> readAllowLimit(Node node) {
        if (Values.isText(node, "none")) {
            return Optional.of(Limit.NONE);
        }
        Optional<Limit> limit = limits.read(node, "allow-limit");
        if (limit.isPresent() && limit.get().connections() > 0) {
            findings.error(node, "'allow-limit' is for UDP, which has no connections; write a 'rate'");
        }
        return limit;
    }

    private Optional<String> readName(Fields fields) {
        Optional<Node> node = fields.required("name", "every verdict names its rule");
        Optional<String> name = node.flatMap(found -> values.parsed(found, "name", text -> {
            Rule.checkName(text);
            return text;
        }));
        if (name.isEmpty()) {
            return name;
        }
        Integer first = names.putIfAbsent(name.get(), Findings.line(node.get()));
        if (first != null) {
            findings.error(node.get(), "rule name '" + name.get() + "' stands twice; the first is in line " + first);
            return Optional.empty();
        }
        return name;
    }

    /** Reads all fields even after an error; whether they fit together is only told when all could be read. */
    private Optional<Traffic> readTraffic(Fields fields) {
        int errorsBefore = findings.errorCount();
        List<Integer> protocols = fields.value("protocol")
                .map(node -> new ProtocolReader(values).read(node))
                .orElse(List.of());
        List<PortRange> sourcePorts = readPorts(fields, "source-ports");
        List<PortRange> destinationPorts = readPorts(fields, "destination-ports");
        AddressSet sources = readNetworks(fields, "sources");
        AddressSet destinations = readNetworks(fields, "destinations");
        Match match = word(fields, "match", Match.values(), Match::word, Match.ALL);
        if (findings.errorCount() > errorsBefore) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Traffic(protocols, sourcePorts, destinationPorts, sources, destinations, match));
        } catch (InvalidRuleException invalid) {
            invalid.problems().forEach(problem -> findings.error(fields.place(problem.key()), problem.message()));
            return Optional.empty();
        }
    }

    private List<PortRange> readPorts(Fields fields, String key) {
        return fields.value(key)
                .map(node -> Values.values(values.list(node, key, PortRange::parse)))
                .orElse(List.of());
    }

    private AddressSet readNetworks(Fields fields, String key) {
        return fields.value(key).map(node -> networks.read(node, key)).orElse(AddressSet.EMPTY);
    }

    private <T extends Enum<T>> T word(Fields fields, String key, T[] all, Function<T, String> word, T fallback) {
        return fields.value(key)
                .flatMap(node -> values.word(node, key, all, word))
                .orElse(fallback);
    }
}
