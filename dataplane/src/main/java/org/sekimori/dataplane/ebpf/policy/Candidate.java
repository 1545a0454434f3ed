package org.sekimori.dataplane.ebpf.policy;

import org.sekimori.dataplane.ebpf.policy.AddressCode.Coverage;
import org.sekimori.dataplane.ebpf.walk.KindCode;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.image.CandidateDescriptor;

/**
 * A rule worth trying at a stage, as {@link CandidateDescriptor} packs it.
 *
 * @param outcome what happens to a packet that it fits and doesn't allow
 */
record Candidate(int packed, Outcome outcome) {
    /** What a candidate comes to. */
    enum Outcome {
        /** It fits no packet at that stage, or changes nothing. */
        NONE,
        /** Only user space can tell. */
        HAND_ON,
        /** It only watches: the match is counted, and the next candidate tried. */
        WATCH,
        /** Its allowed sources pass; others go on to the next candidate. */
        ALLOW,
        DROP,
        PASS
    }

    static Candidate of(int packed, Stage stage, ImageRules rules) {
        return new Candidate(packed, outcome(new Candidate(packed, Outcome.NONE), stage, rules));
    }

    private static Outcome outcome(Candidate candidate, Stage stage, ImageRules rules) {
        if (!candidate.mayFit(stage, rules)) {
            return Outcome.NONE;
        }
        boolean isAlone = rules.isAlone();
        boolean isTold = candidate.isKindTold(stage) && (!candidate.asksMemory() || candidate.isKnown(stage, rules));
        if (!isTold && !isAlone) {
            return Outcome.HAND_ON;
        }
        boolean allowsAll = candidate.mayAllow() && coverage(rules.allowFrom(candidate.packed), stage) == Coverage.ALL;
        if (allowsAll) {
            return candidate.outcomeOfAllowed(stage, isAlone);
        }
        boolean isLimited = candidate.has(CandidateDescriptor.LIMIT);
        if (isLimited && !isAlone) {
            return Outcome.HAND_ON;
        }
        boolean drops = candidate.has(CandidateDescriptor.DROP);
        if (isLimited && !drops) {
            return candidate.outcomeBeyondLimit();
        }
        if (candidate.has(CandidateDescriptor.MONITOR)) {
            return Outcome.WATCH;
        }
        return drops ? Outcome.DROP : Outcome.PASS;
    }

    /** Where nobody counts, every limit is exceeded: a rule that passes what stays within passes none but its allowed sources. */
    private Outcome outcomeBeyondLimit() {
        return mayAllow() && !has(CandidateDescriptor.MONITOR) ? Outcome.ALLOW : Outcome.NONE;
    }

    private boolean mayFit(Stage stage, ImageRules rules) {
        boolean isKindUnknown = asksKind(packed) && !stage.isTcp() && stage.port() == 0;
        return !isKindUnknown
                && !(rules.isAlone() && isUnfitAlone(stage, rules))
                && !(has(CandidateDescriptor.SOURCES) && coverage(rules.sources(packed), stage) == Coverage.NONE)
                && !(has(CandidateDescriptor.DESTINATIONS)
                        && coverage(rules.destinations(packed), stage) == Coverage.NONE);
    }

    /** Where neither memory nor message tells, a message is a request, and what nobody can say of a packet follows the fail mode. */
    private boolean isUnfitAlone(Stage stage, ImageRules rules) {
        if (asksMemory()) {
            boolean isUntold = !isKnown(stage, rules) && !isTold(stage);
            return isUntold && rules.failsOpen() == (kind() == CandidateDescriptor.UNSOLICITED);
        }
        return !isKindTold(stage) && kind() == CandidateDescriptor.REPLIES;
    }

    /** Whether a packet itself tells a question from an answer. */
    boolean isTold(Stage stage) {
        return stage.isTcp() || stage.port() != 0 && KindCode.canTell(stage.port());
    }

    private static Coverage coverage(AddressSet set, Stage stage) {
        return AddressCode.coverage(set, stage.ipVersion());
    }

    /** UDP sources can be forged, so they have an allowance, which memory counts. */
    private Outcome outcomeOfAllowed(Stage stage, boolean isAlone) {
        if (stage.isUdp() && !isAlone) {
            return Outcome.HAND_ON;
        }
        return has(CandidateDescriptor.MONITOR) ? Outcome.NONE : Outcome.PASS;
    }

    /** Whether some packet that is tried by it may be handed on. */
    boolean mayHandOn(Stage stage) {
        return outcome == Outcome.HAND_ON
                || asksMemory()
                || !stage.isTcp() && (asksKind(packed) || stage.isUdp() && mayAllow());
    }

    /** The same, handed on where it fits. */
    Candidate handedOn() {
        return new Candidate(packed, Outcome.HAND_ON);
    }

    int rule() {
        return CandidateDescriptor.ruleIndex(packed);
    }

    int kind() {
        return CandidateDescriptor.kind(packed);
    }

    /** Whether that mark of {@link CandidateDescriptor} is set. */
    boolean has(int mark) {
        return (packed & mark) != 0;
    }

    /** Whether it has sources that pass all the same, once it is known to fit. */
    boolean mayAllow() {
        return has(CandidateDescriptor.ALLOW_FROM) && !(asksMemory() && outcome == Outcome.HAND_ON);
    }

    /** Whether the map of flows may know what it asks memory. */
    boolean isKnown(Stage stage, ImageRules rules) {
        return asksMemory() && stage.isUdp() && rules.readsFlows();
    }

    boolean asksMemory() {
        return asksMemory(packed);
    }

    /** Whether a packed candidate asks whether the inside asked. */
    static boolean asksMemory(int packed) {
        int kind = CandidateDescriptor.kind(packed);
        return kind == CandidateDescriptor.SOLICITED || kind == CandidateDescriptor.UNSOLICITED;
    }

    /** Whether a packed candidate is for requests only, or replies only, as the message itself tells. */
    static boolean asksKind(int packed) {
        int kind = CandidateDescriptor.kind(packed);
        return kind == CandidateDescriptor.REQUESTS || kind == CandidateDescriptor.REPLIES;
    }

    /** Whether bytes at fixed places tell if the message is of the candidate's kind. */
    boolean isKindTold(Stage stage) {
        return !asksKind(packed) || stage.isTcp() || KindCode.canTell(stage.port());
    }
}
