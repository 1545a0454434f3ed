package org.sekimori.policy.lint;

import java.util.List;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PerDirection;

/** What of a policy is looked through, and where its keys stand. */
public record LintedPolicy(
        Mode mode, PerDirection defaults, AddressSet lanNets, List<LintedRule> rules, Places places) {}
