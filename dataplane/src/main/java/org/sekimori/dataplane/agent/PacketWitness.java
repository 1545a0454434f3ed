package org.sekimori.dataplane.agent;

import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PacketMemory;

/** Is there when the packets of one frame are judged, outermost first, and applies the rules itself. */
public interface PacketWitness {
    /**
     * Judges a packet by the rules, as the policy table would; not called where the packet can't be judged by rules.
     *
     * @return a packed {@link org.sekimori.policy.Verdict}
     */
    int evaluate(MatchFields fields, PacketMemory memory);

    /**
     * A packet was judged.
     *
     * @param verdict a packed {@link org.sekimori.policy.Verdict}
     * @param reason why, where no rule's match of the packet's headers was it
     */
    void onJudged(MatchFields fields, int verdict, Reason reason);
}
