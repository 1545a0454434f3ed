package org.sekimori.control.http.server;

import java.util.EnumMap;
import java.util.Map;

/** Bytes of bodies that all connections of an origin together may hold. Any thread may ask. */
final class BodyBudget {
    private final long allBytes;
    private long leftBytes;

    BodyBudget(long bytes) {
        allBytes = bytes;
        leftBytes = bytes;
    }

    /** One budget for root and control's user, and one for all others, who can't use up the first. */
    static Map<Origin, BodyBudget> each(long bytes) {
        BodyBudget others = new BodyBudget(bytes);
        Map<Origin, BodyBudget> budgets = new EnumMap<>(Origin.class);
        budgets.put(Origin.OWN, new BodyBudget(bytes));
        budgets.put(Origin.MEMBER, others);
        budgets.put(Origin.REMOTE, others);
        return budgets;
    }

    /** As {@link #take}, but what is larger than all of it may have it alone. */
    synchronized boolean takeOrAlone(long bytes) {
        if (bytes > leftBytes && leftBytes < allBytes) {
            return false;
        }
        leftBytes -= bytes;
        return true;
    }

    /** Sets bytes aside, to be given back by {@link #giveBack}; false where too few are left. */
    synchronized boolean take(long bytes) {
        if (bytes > leftBytes) {
            return false;
        }
        leftBytes -= bytes;
        return true;
    }

    synchronized void giveBack(long bytes) {
        leftBytes += bytes;
    }
}
