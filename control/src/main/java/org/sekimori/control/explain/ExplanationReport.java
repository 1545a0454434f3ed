package org.sekimori.control.explain;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.sekimori.control.replay.FrameVerdict;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.Mode;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.explain.Condition;
import org.sekimori.policy.explain.Explanation;
import org.sekimori.policy.explain.Outcome;
import org.sekimori.policy.explain.RuleStep;

/** An explanation as lines for people. */
public final class ExplanationReport {
    private static final String DIRECTION = "direction";

    private final FrameExplanation explanation;
    private final PrintWriter out;

    private ExplanationReport(FrameExplanation explanation, PrintWriter out) {
        this.explanation = explanation;
        this.out = out;
    }

    /** Prints the frame, each packet in it with the rules that were tried, and the verdict. */
    public static void print(FrameExplanation explanation, PrintWriter out) {
        new ExplanationReport(explanation, out).print();
    }

    private void print() {
        out.println(explanation.subject() + ", " + explanation.direction().word() + ", policy '"
                + explanation.policy().name() + "'");
        List<LayerExplanation> layers = explanation.layers();
        if (layers.isEmpty()) {
            out.println("  carries no IP packet: rules don't see it, and it passes");
        }
        for (int i = 0; i < layers.size(); i++) {
            String place = layers.size() > 1 ? "packet " + (i + 1) + " of " + layers.size() + ": " : "packet: ";
            print(place, layers.get(i));
        }
        out.println("verdict: " + explanation.word() + why(explanation.verdict(), explanation.reason()));
    }

    private void print(String place, LayerExplanation layer) {
        out.println(place + (layer.packet().isEmpty() ? layer.reason().meaning() : layer.packet()));
        layer.rules().ifPresent(this::print);
        String verdict = FrameVerdict.word(Verdict.isDrop(layer.verdict()));
        out.println("  => " + verdict + why(layer.verdict(), layer.reason()));
    }

    private void print(Explanation rules) {
        long others = 0;
        for (RuleStep step : rules.steps()) {
            if (isOfTheOtherDirection(step)) {
                others++;
            } else {
                out.println("  " + words(step));
            }
        }
        if (others > 0) {
            out.println("  passed over: " + others + (others == 1 ? " rule" : " rules") + " of the other direction");
        }
        rules.deciding().ifPresent(this::printConditions);
        if (rules.deciding().isEmpty()) {
            out.println("  no rule decides");
        }
    }

    private static boolean isOfTheOtherDirection(RuleStep step) {
        return step.failed().map(Condition::key).equals(Optional.of(DIRECTION));
    }

    private static String words(RuleStep step) {
        String rule = "rule " + (step.ruleIndex() + 1) + " '" + step.rule().name() + "'";
        String action = step.rule().action().word();
        return switch (step.outcome()) {
            case PASSED_OVER -> "passed over: " + rule + ": " + against(step);
            case WATCHED -> "watched: " + rule + ": matches, but is in monitor mode: counted; would " + action;
            case LET_BY -> "decides: " + rule + ": matches, and its allow-from lets the source by: pass";
            case DECIDED -> "decides: " + rule + ": " + action;
        };
    }

    private static String against(RuleStep step) {
        Condition failed = step.failed().orElseThrow();
        return failed.key() + " is " + failed.found() + ", the rule wants " + failed.wanted();
    }

    private void printConditions(RuleStep step) {
        for (Condition condition : step.conditions()) {
            boolean isExempt = step.outcome() == Outcome.LET_BY && !condition.holds();
            out.printf(
                    "    %-18s %s (the rule: %s)%n",
                    condition.key(), condition.found() + (isExempt ? ", which is let by" : ""), condition.wanted());
        }
    }

    private String why(int verdict, Reason reason) {
        String rule = explanation.ruleName(verdict);
        StringBuilder why = new StringBuilder(rule.isEmpty() ? "" : ", rule '" + rule + "'");
        if (reason != Reason.NONE) {
            why.append(", reason ").append(reason.word()).append(": ").append(reason.meaning());
        } else if (rule.isEmpty() && !explanation.layers().isEmpty()) {
            why.append(", by the default");
        }
        if (explanation.policy().mode() == Mode.MONITOR) {
            why.append(" (the policy only watches: nothing is dropped)");
        }
        return why.toString();
    }
}
