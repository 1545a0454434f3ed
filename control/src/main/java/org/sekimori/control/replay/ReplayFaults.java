package org.sekimori.control.replay;

import org.sekimori.dataplane.FaultWords;
import org.sekimori.dataplane.agent.FaultListener;
import org.sekimori.dataplane.pcap.CaptureException;

/** Counts frames that the engine couldn't judge, as the box would, and goes on; what can't be written ends the replay. */
final class ReplayFaults implements FaultListener {
    private long frames;
    private String first = "";

    @Override
    public void onFrame(Throwable fault) {
        if (fault instanceof CaptureException unwritten) {
            throw unwritten;
        }
        if (frames++ == 0) {
            first = FaultWords.of(fault);
        }
    }

    /** No candidates are compared in a replay. */
    @Override
    public void onCandidate(Throwable fault) {
        FaultListener.rethrow(fault);
    }

    /** Every frame is named in the result, so the rest is worth having. */
    @Override
    public void onStandstill(Throwable fault) {}

    /** What happened, in a line; empty where nothing did. */
    String words() {
        return frames == 0
                ? ""
                : frames + (frames == 1 ? " frame" : " frames")
                        + " could not be judged (reason internal-error), a fault of this program: " + first;
    }
}
