package org.sekimori.policy.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.sekimori.policy.Action;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Limit;
import org.sekimori.policy.Match;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PerDirection;
import org.sekimori.policy.Policy;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.sets.SetFiles;

/** Writes policies as text, now one way, now another that means the same. Files of sets have their lines in their names. */
final class PolicyYaml {
    private final SplittableRandom random;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder sets = new StringBuilder();
    private int setCount;

    /** What reads the sets of the policies written here. */
    static final SetFiles FILES = name -> name.replace('|', '\n').getBytes(StandardCharsets.UTF_8);

    private PolicyYaml(SplittableRandom random) {
        this.random = random;
    }

    static String write(Policy policy, SplittableRandom random) {
        PolicyYaml yaml = new PolicyYaml(random);
        yaml.write(policy);
        return yaml.text.toString();
    }

    private void write(Policy policy) {
        text.append("version: 1\nname: ").append(policy.name()).append('\n');
        actions("defaults", policy.defaults());
        actions("malformed", policy.malformed());
        actions("undecodable", policy.undecodable());
        actions("orphans", policy.orphans());
        if (!policy.lanNets().isEmpty()) {
            text.append("lan-nets: ").append(networks(policy.lanNets())).append('\n');
        }
        text.append("mode: ").append(policy.mode().word()).append('\n');
        text.append("solicited: {grace: ").append(policy.graceSeconds()).append("s}\n");
        text.append("rules:").append(policy.rules().isEmpty() ? " []" : "").append('\n');
        policy.rules().forEach(this::rule);
        if (setCount > 0) {
            text.append("sets:\n").append(sets);
        }
    }

    private void rule(Rule rule) {
        Traffic traffic = rule.traffic();
        text.append("  - name: ").append(rule.name()).append('\n');
        key(
                "description",
                rule.description().isEmpty(),
                "'" + rule.description().replace("'", "''") + "'");
        key("direction", false, rule.direction().word());
        List<String> protocols = traffic.protocols().stream()
                .map(number -> flip() ? number.toString() : IpProtocol.word(number))
                .toList();
        key("protocol", protocols.isEmpty() && flip(), protocols.isEmpty() ? "any" : list(protocols));
        list("source-ports", traffic.sourcePorts());
        list("destination-ports", traffic.destinationPorts());
        key("sources", traffic.sources().isEmpty(), networks(traffic.sources()));
        key("destinations", traffic.destinations().isEmpty(), networks(traffic.destinations()));
        key("allow-from", rule.allowFrom().isEmpty(), networks(rule.allowFrom()));
        rule.limit().ifPresent(limit -> limit("limit", limit));
        if (rule.allowLimit().isNone()) {
            key("allow-limit", false, "none");
        } else if (!rule.allowLimit().equals(Limit.ALLOWANCE) || flip()) {
            limit("allow-limit", rule.allowLimit());
        }
        key("match", traffic.match() == Match.ALL && flip(), traffic.match().word());
        key("action", rule.action() == Action.DROP && flip(), rule.action().word());
        key("mode", rule.mode() == Mode.ENFORCE && flip(), rule.mode().word());
    }

    private void limit(String key, Limit limit) {
        String rate = limit.ratePerMinute() == 0
                ? ""
                : "rate: " + limit.ratePerMinute() + "/min, burst: " + limit.burst() + ", ";
        String connections = limit.connections() == 0 ? "" : "connections: " + limit.connections() + ", ";
        String prefixes = "source-prefix: {ipv4: " + limit.ipv4Prefix() + ", ipv6: " + limit.ipv6Prefix() + "}";
        key(key, false, "{" + rate + connections + "per: " + limit.per().word() + ", " + prefixes + "}");
    }

    private void actions(String key, PerDirection actions) {
        text.append(key).append(":\n  inbound: ").append(actions.inbound().word());
        text.append("\n  outbound: ").append(actions.outbound().word()).append('\n');
    }

    private void list(String key, List<?> values) {
        key(key, values.isEmpty(), list(values.stream().map(Object::toString).toList()));
    }

    private String list(List<String> values) {
        List<String> quoted = values.stream()
                .map(value -> flip() ? "\"" + value + "\"" : "'" + value + "'")
                .toList();
        return quoted.size() == 1 && flip() ? quoted.get(0) : "[" + String.join(", ", quoted) + "]";
    }

    /** As they are, or one by one in sets, from lists and files. */
    private String networks(AddressSet addresses) {
        List<String> networks =
                addresses.networks().stream().map(Object::toString).toList();
        if (networks.isEmpty() || flip()) {
            return list(networks);
        }
        int cut = random.nextInt(networks.size());
        List<String> rest = new ArrayList<>(networks.subList(0, cut));
        rest.add("set:" + set(networks.subList(cut, networks.size())));
        return list(rest);
    }

    private String set(List<String> networks) {
        String name = "s" + setCount++;
        String lines = "\"" + String.join("|", networks) + "\"";
        String value = switch (random.nextInt(4)) {
            case 0 -> "{file: " + lines + "}";
            case 1 -> "{file: " + lines + ", format: " + (flip() ? "plain" : "netset") + "}";
            case 2 ->
                "{file: \"n|" + String.join("|", networks) + "\", column: " + (flip() ? "n" : "1")
                        + ", delimiter: ';', format: csv}";
            default -> list(networks);
        };
        if (flip()) {
            sets.append("  ").append(name).append(": ").append(value).append('\n');
            return name;
        }
        sets.append("  ").append(name).append("-in: ").append(value).append('\n');
        sets.append("  ").append(name).append(": set:").append(name).append("-in\n");
        return name;
    }

    private void key(String key, boolean leftOut, String value) {
        if (!leftOut) {
            text.append("    ").append(key).append(": ").append(value).append('\n');
        }
    }

    private boolean flip() {
        return random.nextBoolean();
    }
}
