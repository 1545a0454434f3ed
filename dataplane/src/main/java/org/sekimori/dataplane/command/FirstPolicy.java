package org.sekimori.dataplane.command;

import org.sekimori.dataplane.boxfile.PolicyNotice;

/**
 * Keeps to itself which policy a box has until that is the one control names: nothing is in force before frames flow, and
 * control pushes to a box that says so, whatever that has kept. For any thread.
 */
public final class FirstPolicy implements PolicyListener {
    private final PolicyListener listener;
    private PolicyNotice last = PolicyNotice.NONE;
    private boolean known;

    /**
     * Passes notices on to that listener.
     *
     * @param awaited whether a push has to come first
     */
    public FirstPolicy(PolicyListener listener, boolean awaited) {
        this.listener = listener;
        this.known = !awaited;
    }

    @Override
    public synchronized void onPolicy(PolicyNotice notice) {
        last = notice;
        known |= notice.origin().equals(StartPolicy.PUSHED);
        if (known) {
            listener.onPolicy(notice);
        }
    }

    /** Whether it is known what to filter by. */
    public synchronized boolean isKnown() {
        return known;
    }

    /** Goes by the policy there is, and waits no more. */
    public synchronized void settle() {
        known = true;
        listener.onPolicy(last);
    }
}
