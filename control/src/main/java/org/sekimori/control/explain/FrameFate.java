package org.sekimori.control.explain;

import org.sekimori.control.replay.FrameVerdict;

/**
 * What decides a frame, without which frame it was.
 *
 * @param verdict {@code pass} or {@code drop}
 * @param rule    empty where none decided
 * @param reason  empty where a rule's match or the default decided
 */
public record FrameFate(String verdict, String rule, String reason) implements Comparable<FrameFate> {
    static FrameFate of(FrameVerdict frame) {
        return new FrameFate(frame.word(), frame.rule(), frame.reason().word());
    }

    @Override
    public int compareTo(FrameFate other) {
        return toString().compareTo(other.toString());
    }

    /** Such as {@code drop by 'dns'} or {@code pass (fragment)}. */
    @Override
    public String toString() {
        return verdict + (rule.isEmpty() ? "" : " by '" + rule + "'") + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
}
