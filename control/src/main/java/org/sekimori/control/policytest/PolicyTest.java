package org.sekimori.control.policytest;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.control.replay.FrameVerdict;
import org.sekimori.control.replay.Replay;
import org.sekimori.control.replay.ReplayPlan;
import org.sekimori.control.replay.ReplayResult;
import org.sekimori.dataplane.pcap.CaptureInput;
import org.sekimori.dataplane.pcap.FrameSink;
import org.sekimori.policy.PolicyTable;

/** Runs one case through the engine and compares frame by frame. */
public final class PolicyTest {
    private final ExpectedVerdicts expected;
    private final List<Mismatch> mismatches = new ArrayList<>();

    private PolicyTest(ExpectedVerdicts expected) {
        this.expected = expected;
    }

    /**
     * Runs the case.
     *
     * @param otherSide files of the line's other direction; often none
     * @throws PolicyTestException when the expectations or a capture can't be read
     */
    public static CaseResult run(
            CaseFolder folder, PolicyTable policy, List<CaptureInput> inputs, List<CaptureInput> otherSide) {
        PolicyTest test = new PolicyTest(folder.expected());
        ReplayPlan plan = new ReplayPlan(policy, inputs, otherSide, FrameSink.NONE, FrameSink.NONE, test::compare);
        ReplayResult result = new Replay(plan, frames -> {}).run();
        if (!result.faults().isEmpty()) {
            throw new PolicyTestException(result.faults().get(0).getMessage());
        }
        test.expected.rest().forEach((frame, line) -> test.mismatches.add(new Mismatch(frame, line, "")));
        return new CaseResult(folder.path(), policy.policyName(), result.total().frames(), test.mismatches);
    }

    private void compare(FrameVerdict verdict) {
        String found = ExpectedVerdicts.line(verdict);
        String wanted = expected.take(verdict).orElse("");
        if (!wanted.equals(found)) {
            mismatches.add(new Mismatch(verdict.file() + ": frame " + verdict.frame(), wanted, found));
        }
    }
}
