package org.sekimori.control.replay;

import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.Action;
import org.sekimori.policy.Direction;

/**
 * What became of one frame.
 *
 * @param file the capture file, as the user named it
 * @param frame its place there, counted from 1
 * @param rule name of the rule that decided; empty where a default or only a reason did
 * @param reason {@link Reason#NONE} where the rule matched the frame's own headers, or the default applied
 */
public record FrameVerdict(String file, long frame, Direction direction, boolean dropped, String rule, Reason reason) {
    /** The stable word: {@code pass} or {@code drop}. */
    public String word() {
        return word(dropped);
    }

    /** The stable word for a verdict. */
    public static String word(boolean dropped) {
        return (dropped ? Action.DROP : Action.PASS).word();
    }
}
