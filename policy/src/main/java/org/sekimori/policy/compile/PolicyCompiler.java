package org.sekimori.policy.compile;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.Action;
import org.sekimori.policy.Direction;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PerDirection;
import org.sekimori.policy.Policy;
import org.sekimori.policy.Rule;
import org.sekimori.policy.image.FatesDescriptor;
import org.sekimori.policy.image.ImageDescriptor;
import org.sekimori.policy.image.ImageDescriptor.Section;
import org.sekimori.policy.image.RuleDescriptor;

/** Compiles a policy to an image. The same policy always gives the same bytes. */
public final class PolicyCompiler {
    private final Policy policy;
    private final List<Rule> rules;
    private final ImageWriter image;
    private final SetWriter sets;

    private PolicyCompiler(Policy policy, int maxLength) {
        this.policy = policy;
        rules = policy.rules();
        image = new ImageWriter(maxLength);
        sets = new SetWriter(image);
    }

    /**
     * Compiles.
     *
     * @throws PolicyTooLargeException when the image would be longer than {@link ImageDescriptor#MAX_LENGTH}
     */
    public static UnsafeBuffer compile(Policy policy) {
        return compile(policy, ImageDescriptor.MAX_LENGTH);
    }

    static UnsafeBuffer compile(Policy policy, int maxLength) {
        return new PolicyCompiler(policy, maxLength).compile();
    }

    private UnsafeBuffer compile() {
        image.putInt(ImageDescriptor.FATES_OFFSET, fates());
        image.putInt(ImageDescriptor.RULE_COUNT_OFFSET, rules.size());
        image.putInt(ImageDescriptor.GRACE_OFFSET, policy.graceSeconds());
        writeRules();
        writePortSets();
        writePrefixSets();
        writeLimits();
        new TableWriter(image, rules).write();
        writeTexts();
        return image.finish();
    }

    private int fates() {
        int fates = 0;
        for (Direction direction : Direction.values()) {
            fates |= fate(policy.defaults(), FatesDescriptor.DEFAULT, direction);
            fates |= fate(policy.malformed(), FatesDescriptor.MALFORMED, direction);
            fates |= fate(policy.undecodable(), FatesDescriptor.UNDECODABLE, direction);
            fates |= fate(policy.orphans(), FatesDescriptor.ORPHANS, direction);
        }
        return policy.mode() == Mode.MONITOR ? fates | FatesDescriptor.MONITOR : fates;
    }

    private static int fate(PerDirection actions, int place, Direction direction) {
        return actions.of(direction) == Action.DROP ? FatesDescriptor.bit(place, direction.ordinal()) : 0;
    }

    private void writeRules() {
        image.beginSection();
        image.skip(rules.size() * RuleDescriptor.LENGTH);
        image.endSection(Section.RULES);
        for (int i = 0; i < rules.size(); i++) {
            image.putInt(RuleDescriptor.offset(i) + RuleDescriptor.CANDIDATE_OFFSET, Candidates.of(rules.get(i), i));
        }
    }

    private void writePortSets() {
        image.beginSection();
        for (int i = 0; i < rules.size(); i++) {
            int set = sets.ports(rules.get(i).traffic().sourcePorts());
            image.putInt(RuleDescriptor.offset(i) + RuleDescriptor.SOURCE_PORTS_OFFSET, set);
        }
        image.endSection(Section.PORT_SETS);
    }

    private void writePrefixSets() {
        image.beginSection();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            int sources = sets.prefixes(rule.traffic().sources());
            int destinations = sets.prefixes(rule.traffic().destinations());
            int allowFrom = sets.prefixes(rule.allowFrom());
            image.putInt(RuleDescriptor.offset(i) + RuleDescriptor.SOURCES_OFFSET, sources);
            image.putInt(RuleDescriptor.offset(i) + RuleDescriptor.DESTINATIONS_OFFSET, destinations);
            image.putInt(RuleDescriptor.offset(i) + RuleDescriptor.ALLOW_FROM_OFFSET, allowFrom);
        }
        image.putInt(ImageDescriptor.LAN_NETS_OFFSET, sets.prefixes(policy.lanNets()));
        image.endSection(Section.PREFIX_SETS);
    }

    private void writeLimits() {
        LimitWriter limits = new LimitWriter(image);
        image.beginSection();
        for (int i = 0; i < rules.size(); i++) {
            int at = RuleDescriptor.offset(i);
            Rule rule = rules.get(i);
            if (rule.limit().isPresent()) {
                image.putInt(
                        at + RuleDescriptor.LIMIT_OFFSET,
                        limits.offset(rule.limit().get()));
            }
            if (!rule.allowFrom().isEmpty()) {
                image.putInt(at + RuleDescriptor.ALLOW_LIMIT_OFFSET, limits.offset(rule.allowLimit()));
            }
        }
        image.endSection(Section.LIMITS);
    }

    private void writeTexts() {
        image.beginSection();
        image.appendText(policy.name());
        for (int i = 0; i < rules.size(); i++) {
            image.putInt(
                    RuleDescriptor.offset(i) + RuleDescriptor.NAME_OFFSET,
                    image.appendText(rules.get(i).name()));
        }
        image.endSection(Section.TEXTS);
    }
}
