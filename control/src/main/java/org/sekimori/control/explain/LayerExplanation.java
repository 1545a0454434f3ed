package org.sekimori.control.explain;

import java.util.Optional;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.explain.Explanation;

/**
 * How one IP packet of a frame was judged.
 *
 * @param packet  what rules see of it, in one line; empty where it couldn't be decoded
 * @param rules   what the rules said; none where they weren't asked
 * @param verdict a packed {@link org.sekimori.policy.Verdict}
 * @param reason  why, where no rule's match of its headers was it
 */
public record LayerExplanation(String packet, Optional<Explanation> rules, int verdict, Reason reason) {}
