package org.sekimori.control.replay;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.dataplane.pcap.CaptureInput;
import org.sekimori.dataplane.pcap.FrameSink;
import org.sekimori.policy.PolicyTable;

/**
 * What to replay, against what, and where the frames go. Whoever makes the sinks closes them.
 *
 * @param inputs capture files, read one after the other
 * @param otherSide files of the same line's other direction, merged with the inputs by time; often none
 * @param passed takes the frames that pass
 * @param dropped takes the frames that are dropped
 * @param verdicts hears of every verdict
 */
public record ReplayPlan(
        PolicyTable policy,
        List<CaptureInput> inputs,
        List<CaptureInput> otherSide,
        FrameSink passed,
        FrameSink dropped,
        VerdictSink verdicts) {
    /** Copies the lists. */
    public ReplayPlan {
        inputs = List.copyOf(inputs);
        otherSide = List.copyOf(otherSide);
    }

    List<CaptureInput> allInputs() {
        List<CaptureInput> all = new ArrayList<>(inputs);
        all.addAll(otherSide);
        return all;
    }
}
