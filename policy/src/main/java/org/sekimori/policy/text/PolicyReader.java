package org.sekimori.policy.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.policy.Action;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PerDirection;
import org.sekimori.policy.Policy;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.lint.LintedPolicy;
import org.sekimori.policy.lint.LintedRule;
import org.sekimori.policy.lint.PolicyLint;
import org.sekimori.policy.sets.SetFiles;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a policy from YAML 1.2 text and says everything that is wrong with it, each with its place. */
public final class PolicyReader {
    /** The longest text that is read, in characters. */
    public static final int MAX_LENGTH = 32 * 1024 * 1024;

    private static final String VERSION = "1";
    private static final String DEFAULT_NAME = "unnamed";
    static final String RULES = "rules";
    static final List<String> KEYS = List.of(
            "version",
            "name",
            "description",
            "mode",
            "defaults",
            "malformed",
            "undecodable",
            "orphans",
            "lan-nets",
            "solicited",
            "sets",
            RULES);
    static final List<String> SOLICITED_KEYS = List.of("grace");
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6})s");
    static final List<String> DIRECTION_KEYS = List.of("inbound", "outbound");

    private final Findings findings;
    private final Values values;
    private final NetworkReader networks;

    private PolicyReader(Findings findings, SetFiles files) {
        this.findings = findings;
        values = new Values(findings);
        networks = new NetworkReader(findings, values, files);
    }

    /**
     * Reads a policy whose sets lie in no files. Never throws for what the text says.
     *
     * @param sourceName how findings call the text, usually the file's name
     */
    public static PolicyReading read(String sourceName, String text) {
        return read(sourceName, text, SetFiles.NONE);
    }

    /**
     * Reads a policy. Never throws for what the text says.
     *
     * @param sourceName how findings call the text, usually the file's name
     * @param files      where the files of sets come from
     */
    public static PolicyReading read(String sourceName, String text, SetFiles files) {
        Findings findings = new Findings(sourceName);
        Optional<Policy> policy = new PolicyReader(findings, files).read(text);
        return new PolicyReading(findings.hasErrors() ? Optional.empty() : policy, findings.inOrder());
    }

    private Optional<Policy> read(String text) {
        if (text.length() > MAX_LENGTH) {
            findings.error(
                    1, 1, "the policy has " + text.length() + " characters; at most " + MAX_LENGTH + " are read");
            return Optional.empty();
        }
        RuleStream.Outline outline = YamlTree.outline(text, findings);
        Optional<Node> root = outline.root();
        if (root.isEmpty() || root.get().getTag().equals(Tag.NULL)) {
            if (!findings.hasErrors()) {
                findings.error(1, 1, "the policy is empty; it begins with 'version: " + VERSION + "'");
            }
            return Optional.empty();
        }
        try {
            return Fields.read(root.get(), "the policy", KEYS, findings)
                    .flatMap(fields -> readPolicy(fields, text, outline.ruleCount()));
        } catch (Values.TooManyValuesException tooMany) {
            findings.error(tooMany.place(), tooMany.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Policy> readPolicy(Fields fields, String text, int ruleCount) {
        readVersion(fields);
        String name = fields.value("name")
                .flatMap(node -> values.parsed(node, "name", word -> {
                    Rule.checkName(word);
                    return word;
                }))
                .orElse(DEFAULT_NAME);
        String description = fields.value("description")
                .flatMap(node -> values.text(node, "description"))
                .orElse("");
        PerDirection defaults = readActions(fields, "defaults", Policy.DEFAULTS);
        PerDirection malformed = readActions(fields, "malformed", Policy.UNJUDGED);
        PerDirection undecodable = readActions(fields, "undecodable", Policy.UNJUDGED);
        PerDirection orphans = readActions(fields, "orphans", Policy.ORPHANS);
        fields.value("sets").ifPresent(networks::define);
        AddressSet lanNets = fields.value("lan-nets")
                .map(node -> networks.read(node, "lan-nets"))
                .orElse(AddressSet.EMPTY);
        Mode mode = fields.value("mode")
                .flatMap(node -> values.word(node, "mode", Mode.values(), Mode::word))
                .orElse(Mode.ENFORCE);
        int grace = readGrace(fields);
        List<LintedRule> linted = fields.value(RULES)
                .map(node -> readRules(node, text, ruleCount))
                .orElse(List.of());
        networks.warnOfSets();
        if (!findings.hasErrors()) {
            PolicyLint.remarks(new LintedPolicy(mode, defaults, lanNets, linted, fields))
                    .forEach(findings::warning);
        }
        List<Rule> rules = linted.stream().map(LintedRule::rule).toList();
        return findings.hasErrors()
                ? Optional.empty()
                : Optional.of(new Policy(
                        name, description, defaults, malformed, undecodable, orphans, lanNets, mode, grace, rules));
    }

    private void readVersion(Fields fields) {
        Optional<Node> node = fields.required("version", "write 'version: " + VERSION + "'");
        Optional<String> version = node.flatMap(found -> values.text(found, "version"));
        if (version.isPresent() && !version.get().equals(VERSION)) {
            findings.error(
                    node.get(),
                    "version " + Values.quote(version.get()) + " is not supported; this program reads version "
                            + VERSION);
        }
    }

    private int readGrace(Fields policy) {
        return policy.value("solicited")
                .flatMap(node -> Fields.read(node, "'solicited'", SOLICITED_KEYS, findings))
                .flatMap(fields -> fields.value("grace"))
                .flatMap(node -> values.parsed(node, "grace", PolicyReader::seconds))
                .orElse(0);
    }

    private static int seconds(String text) {
        Matcher matcher = SECONDS.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > Policy.MAX_GRACE_SECONDS) {
            throw new IllegalArgumentException(Values.quote(text) + " is no time from 0s to " + Policy.MAX_GRACE_SECONDS
                    + "s; write it as in 60s");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private PerDirection readActions(Fields policy, String key, PerDirection fallback) {
        Optional<Fields> fields =
                policy.value(key).flatMap(node -> Fields.read(node, "'" + key + "'", DIRECTION_KEYS, findings));
        if (fields.isEmpty()) {
            return fallback;
        }
        return new PerDirection(
                readAction(fields.get(), "inbound", fallback.inbound()),
                readAction(fields.get(), "outbound", fallback.outbound()));
    }

    private Action readAction(Fields fields, String key, Action fallback) {
        return fields.value(key)
                .flatMap(node -> values.word(node, key, Action.values(), Action::word))
                .orElse(fallback);
    }

    private List<LintedRule> readRules(Node node, String text, int count) {
        if (!(node instanceof SequenceNode)) {
            findings.error(node, "'rules' must be a list (each rule begins with '- '), found " + Values.describe(node));
            return List.of();
        }
        if (count > Verdict.MAX_RULES) {
            findings.error(node, count + " rules; at most " + Verdict.MAX_RULES + " fit");
            return List.of();
        }
        RuleReader reader = new RuleReader(findings, values, networks);
        List<LintedRule> rules = new ArrayList<>();
        YamlTree.rules(text, rule -> reader.read(rule).ifPresent(rules::add));
        return rules;
    }
}
