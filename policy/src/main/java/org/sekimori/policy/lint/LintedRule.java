package org.sekimori.policy.lint;

import org.sekimori.policy.Rule;

/** A rule and where it stands. */
public record LintedRule(Rule rule, Places places) {
    Remark remark(String key, String message) {
        return new Remark(places.of(key), message);
    }

    /** What later findings call it by. */
    String inLine() {
        return "rule '" + rule.name() + "' in line " + places.of("name").line();
    }
}
