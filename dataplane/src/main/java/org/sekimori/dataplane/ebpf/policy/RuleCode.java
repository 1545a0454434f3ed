package org.sekimori.dataplane.ebpf.policy;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.flow.AnswerCode;
import org.sekimori.dataplane.ebpf.policy.AddressCode.Coverage;
import org.sekimori.dataplane.ebpf.policy.AddressCode.Side;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.Inside;
import org.sekimori.dataplane.ebpf.walk.KindCode;
import org.sekimori.dataplane.ebpf.walk.PortCode;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.image.CandidateDescriptor;

/**
 * Tries candidates in order, as the table does. Whatever asks memory ends the walk, unless the map of flows knows: the frame
 * is handed on.
 */
final class RuleCode {
    private final Draft draft;
    private final Assembler code;
    private final ImageRules rules;
    private final AddressCode addresses;
    private final Exits exits;
    private final KindCode kinds;
    private final AnswerCode answers;

    private record Key(int list, Stage stage) {}

    RuleCode(Draft draft, ImageRules rules, AddressCode addresses, Exits exits) {
        this.draft = draft;
        this.rules = rules;
        this.addresses = addresses;
        this.exits = exits;
        code = draft.code();
        answers = new AnswerCode(draft);
        kinds = new KindCode(draft, draft.handOn());
    }

    /** Where the candidates of a list are tried; for one who jumps there. */
    Label target(int list, Stage asked) {
        List<Integer> all = rules.candidates(list);
        boolean asksKind = all.stream()
                .anyMatch(packed -> Candidate.asksKind(packed) || rules.isAlone() && Candidate.asksMemory(packed));
        boolean asksVersion = rules.looksAtAddresses(list) || asked.isUdp() && rules.writesFlows();
        Stage stage = asked.without(asksVersion, asksKind);
        List<Candidate> candidates = candidates(all, asked);
        return candidates.isEmpty()
                ? exits.undecided(asked)
                : draft.block(new Key(list, stage), () -> write(candidates, asked));
    }

    /** Those that make a difference. */
    private List<Candidate> candidates(List<Integer> all, Stage stage) {
        List<Candidate> candidates = new ArrayList<>();
        int significant = 0;
        for (int packed : all) {
            Candidate candidate = Candidate.of(packed, stage, rules);
            if (candidate.outcome() != Candidate.Outcome.NONE) {
                candidates.add(candidate);
            }
            if (candidate.outcome() == Candidate.Outcome.DROP || !exits.handOn(stage) || rules.isAlone()) {
                significant = candidates.size();
            }
        }
        List<Candidate> tried = candidates.subList(0, significant);
        return rules.isAlone() ? tried : watchedOnce(tried, stage);
    }

    /** A match of a rule that only watches may be counted here only if nobody judges the frame again. */
    private List<Candidate> watchedOnce(List<Candidate> candidates, Stage stage) {
        boolean mayHandOn =
                !draft.station().forwards() || stage.inside() != Inside.NOTHING || stage.isUdp() && rules.writesFlows();
        for (int i = candidates.size() - 1; i >= 0; i--) {
            Candidate candidate = candidates.get(i);
            if (candidate.outcome() == Candidate.Outcome.WATCH && mayHandOn) {
                candidates.set(i, candidate.handedOn());
            }
            mayHandOn |= candidates.get(i).mayHandOn(stage);
        }
        return candidates;
    }

    private void write(List<Candidate> candidates, Stage stage) {
        for (Candidate candidate : candidates) {
            Label next = code.label();
            boolean isConditional = writeConditions(candidate, stage, next);
            isConditional |= writeAllowed(candidate, stage, next);
            isConditional |= writeOutcome(candidate, stage);
            if (!isConditional) {
                return;
            }
            code.place(next);
        }
        code.jump(exits.undecided(stage));
    }

    /** The candidate fits; whether the next one may be reached all the same. */
    private boolean writeOutcome(Candidate candidate, Stage stage) {
        switch (candidate.outcome()) {
            case DROP -> exits.drop(candidate.rule());
            case PASS -> code.jump(exits.passed(stage, candidate.rule()));
            case WATCH -> draft.exits().match(candidate.rule(), stage.isUdp());
            case ALLOW -> {
                return true;
            }
            default -> code.jump(draft.handOn());
        }
        return candidate.outcome() == Candidate.Outcome.WATCH;
    }

    /** Goes to the next candidate if this one doesn't fit; whether it may. */
    private boolean writeConditions(Candidate candidate, Stage stage, Label next) {
        boolean asksPorts = writeSourcePorts(rules.sourcePorts(candidate.packed()), next);
        boolean asksSources = candidate.has(CandidateDescriptor.SOURCES)
                && writeSet(rules.sources(candidate.packed()), stage, Side.SOURCE, next);
        boolean asksDestinations = candidate.has(CandidateDescriptor.DESTINATIONS)
                && writeSet(rules.destinations(candidate.packed()), stage, Side.DESTINATION, next);
        return writeKind(candidate, stage, next) | asksPorts | asksSources | asksDestinations;
    }

    private boolean writeSourcePorts(List<PortRange> ports, Label next) {
        if (ports.isEmpty() || PortCode.isAll(ports)) {
            return false;
        }
        Label fits = code.label();
        new PortCode(code).write(PortCode.SOURCE_OFFSET, ports, fits, next);
        code.place(fits);
        return true;
    }

    private boolean writeSet(AddressSet set, Stage stage, Side side, Label next) {
        if (AddressCode.coverage(set, stage.ipVersion()) == Coverage.ALL) {
            return false;
        }
        Label fits = code.label();
        addresses.write(set, stage.ipVersion(), side, fits, next);
        code.place(fits);
        return true;
    }

    private boolean writeKind(Candidate candidate, Stage stage, Label next) {
        if (candidate.asksMemory()) {
            return writeAsked(candidate, stage, next);
        }
        boolean forRequests = candidate.kind() == CandidateDescriptor.REQUESTS;
        if (!Candidate.asksKind(candidate.packed()) || !candidate.isKindTold(stage)) {
            return false;
        }
        Label fits = code.label();
        Label request = forRequests ? fits : next;
        Label reply = forRequests ? next : fits;
        if (stage.isTcp()) {
            kinds.writeTcp(request, reply);
        } else {
            kinds.writeUdp(stage.port(), request, reply);
        }
        code.place(fits);
        return true;
    }

    /** Whether the inside asked: by what is known, and without a box by the message itself. */
    private boolean writeAsked(Candidate candidate, Stage stage, Label next) {
        boolean isKnown = candidate.isKnown(stage, rules);
        boolean isTold = rules.isAlone() && candidate.isTold(stage);
        if (!isKnown && !isTold) {
            return false;
        }
        Label fits = code.label();
        boolean forSolicited = candidate.kind() == CandidateDescriptor.SOLICITED;
        Label solicited = forSolicited ? fits : next;
        Label unsolicited = forSolicited ? next : fits;
        if (rules.isAlone() && !isTold) {
            writeUnknown(forSolicited, next);
        } else if (isKnown) {
            answers.writeAsked(solicited, unsolicited);
        }
        if (isTold && stage.isTcp()) {
            kinds.writeTcp(unsolicited, solicited);
        } else if (isTold) {
            kinds.writeUdp(stage.port(), unsolicited, solicited);
        }
        code.place(fits);
        return true;
    }

    /** No box is there, and the packet doesn't tell either: what isn't known follows the fail mode. */
    private void writeUnknown(boolean forSolicited, Label next) {
        if (forSolicited == rules.failsOpen()) {
            answers.writeIfKnown(!forSolicited, next);
        } else {
            answers.writeUnlessKnown(forSolicited, next);
        }
    }

    /** Lets allowed sources go; whether the next candidate may be reached that way. */
    private boolean writeAllowed(Candidate candidate, Stage stage, Label next) {
        if (!candidate.mayAllow()) {
            return false;
        }
        AddressSet allowed = rules.allowFrom(candidate.packed());
        if (AddressCode.coverage(allowed, stage.ipVersion()) != Coverage.SOME) {
            return false;
        }
        Label others = code.label();
        boolean isAsked = stage.isUdp() && !rules.isAlone();
        boolean goesOn = !isAsked && candidate.has(CandidateDescriptor.MONITOR);
        Label inside = isAsked ? draft.handOn() : goesOn ? next : exits.passed(stage, candidate.rule());
        addresses.write(allowed, stage.ipVersion(), Side.SOURCE, inside, others);
        code.place(others);
        return goesOn;
    }
}
