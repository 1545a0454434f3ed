package org.sekimori.dataplane.whatif;

/** Why a comparison goes on no more. The order is that of the numbers in the box file. */
public enum WhatIfEnd {
    /** It goes on, or there was none. */
    NONE(""),
    /** Somebody ended it, or began another one. */
    ASKED("asked"),
    /** Its time was over. */
    TIME("time"),
    /** It took more of a worker's time than it may. */
    COST("cost"),
    /** The candidate met a fault of this program. */
    FAULT("fault");

    private final String word;

    WhatIfEnd(String word) {
        this.word = word;
    }

    /** The stable word for machines; empty for {@link #NONE}. */
    public String word() {
        return word;
    }

    static WhatIfEnd of(int number) {
        return number > 0 && number < values().length ? values()[number] : NONE;
    }
}
