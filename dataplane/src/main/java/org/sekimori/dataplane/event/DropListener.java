package org.sekimori.dataplane.event;

import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.policy.MatchFields;

/**
 * Hears of frames that are dropped, or would be were the policy in force, and of what rules match that only watch; called by
 * the worker that judges.
 */
public interface DropListener {
    /** Nobody listens. */
    DropListener NONE = new DropListener() {
        @Override
        public void beginBatch(long nowNs, long epoch, boolean isMonitorOnly) {}

        @Override
        public void onDrop(FrameSlot slot, MatchFields packet, int ruleCounter, int reason) {}
    };

    /**
     * What holds for the frames to come; once a batch.
     *
     * @param nowNs the machine's time, by {@link System#nanoTime}
     * @param epoch number of the policy
     * @param isMonitorOnly whether it only watches
     */
    void beginBatch(long nowNs, long epoch, boolean isMonitorOnly);

    /**
     * The frame of that slot is to be dropped.
     *
     * @param packet the packet that decided
     * @param ruleCounter counter of the rule that decided, negative if none did
     * @param reason an ordinal of {@code Reason}
     */
    void onDrop(FrameSlot slot, MatchFields packet, int ruleCounter, int reason);

    /**
     * A rule that only watches matches a packet of that frame; what becomes of the frame isn't known yet.
     *
     * @param ruleCounter counter of the rule
     */
    default void onMatch(FrameSlot slot, MatchFields packet, int ruleCounter) {}
}
