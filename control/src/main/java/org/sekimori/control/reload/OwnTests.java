package org.sekimori.control.reload;

import java.util.List;
import org.sekimori.policy.Policy;

/** The tests that a policy has to pass before it is put in force. */
@FunctionalInterface
public interface OwnTests {
    /** There are none. */
    OwnTests NONE = policy -> List.of();

    /** A line for each expectation that isn't met, or that can't be tried; empty if all are well. */
    List<String> failures(Policy policy);
}
