package org.sekimori.policy.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.policy.Limit;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a rule's {@code limit} and {@code allow-limit}. */
final class LimitReader {
    static final List<String> KEYS = List.of("rate", "burst", "connections", "per", "source-prefix");
    static final List<String> PREFIX_KEYS = List.of("ipv4", "ipv6");

    private static final Pattern RATE = Pattern.compile("([0-9]{1,9})/(s|min)");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
    private static final Map<String, Integer> PER_MINUTE = Map.of("s", 60, "min", 1);
    private static final int SECONDS = 60;
    private static final int MAX_COUNT = 1_000_000;
    private static final int MAX_PER_MINUTE = 600_000_000;

    private final Findings findings;
    private final Values values;

    LimitReader(Findings findings, Values values) {
        this.findings = findings;
        this.values = values;
    }

    /** The limit, if nothing is wrong with it. */
    Optional<Limit> read(Node node, String key) {
        int errorsBefore = findings.errorCount();
        Optional<Fields> fields = Fields.read(node, "'" + key + "'", KEYS, findings);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        int rate = count(fields.get(), "rate", 0, LimitReader::rate);
        int burst = count(fields.get(), "burst", Math.max(1, rate / SECONDS), LimitReader::count);
        int connections = count(fields.get(), "connections", 0, LimitReader::count);
        Limit.Per per = fields.get()
                .value("per")
                .flatMap(found -> values.word(found, "per", Limit.Per.values(), Limit.Per::word))
                .orElse(Limit.Per.SOURCE);
        Optional<Fields> prefixes = fields.get()
                .value("source-prefix")
                .flatMap(found -> Fields.read(found, "'source-prefix'", PREFIX_KEYS, findings));
        int ipv4 = prefix(prefixes, "ipv4", Limit.IPV4_PREFIX);
        int ipv6 = prefix(prefixes, "ipv6", Limit.IPV6_PREFIX);
        if (rate == 0 && connections == 0 && findings.errorCount() == errorsBefore) {
            findings.error(node, "'" + key + "' limits nothing; write 'rate: 100/s' or 'connections: 20'");
        }
        return findings.errorCount() > errorsBefore
                ? Optional.empty()
                : Optional.of(new Limit(rate, rate == 0 ? 0 : burst, connections, per, ipv4, ipv6));
    }

    private int count(Fields fields, String key, int fallback, java.util.function.Function<String, Integer> parser) {
        return fields.value(key)
                .flatMap(node -> values.parsed(node, key, parser))
                .orElse(fallback);
    }

    private int prefix(Optional<Fields> prefixes, String key, int longest) {
        return prefixes.map(fields -> count(fields, key, longest, text -> prefixLength(text, longest)))
                .orElse(longest);
    }

    private static int rate(String text) {
        Matcher matcher = RATE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no rate; expected packets as in 100/s or 30/min");
        }
        long perMinute = Long.parseLong(matcher.group(1)) * PER_MINUTE.get(matcher.group(2));
        if (perMinute == 0 || perMinute > MAX_PER_MINUTE) {
            throw new IllegalArgumentException(
                    "'" + text + "' is out of bounds; rates go from 1/min to " + MAX_PER_MINUTE / SECONDS + "/s");
        }
        return (int) perMinute;
    }

    private static int count(String text) {
        if (!COUNT.matcher(text).matches() || Integer.parseInt(text) == 0 || Integer.parseInt(text) > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "'" + text + "' is out of bounds; expected a number from 1 to " + MAX_COUNT);
        }
        return Integer.parseInt(text);
    }

    private static int prefixLength(String text, int longest) {
        if (!COUNT.matcher(text).matches() || Integer.parseInt(text) > longest) {
            throw new IllegalArgumentException(
                    "'" + text + "' is out of bounds; expected a prefix length from 0 to " + longest);
        }
        return Integer.parseInt(text);
    }
}
