package org.sekimori.dataplane.command;

import org.sekimori.dataplane.boxfile.PolicyNotice;

/** Hears what is in force whenever that changes. One call at a time, from whichever thread made the change. */
@FunctionalInterface
public interface PolicyListener {
    /** Nobody cares. */
    PolicyListener NONE = notice -> {};

    /** This holds from now on. */
    void onPolicy(PolicyNotice notice);
}
