package org.sekimori.control.history;

import java.io.IOException;

/** A disk that stops doing anything at a certain step: by a power cut, which nobody survives, or because it is full. */
final class PowerCut extends DurableFiles {
    /** Nothing runs after it; no code may catch it. */
    static final class Dark extends Error {
        private static final long serialVersionUID = 1L;
    }

    private int stepsLeft;
    private final boolean isFull;

    private PowerCut(int stepsLeft, boolean isFull) {
        this.stepsLeft = stepsLeft;
        this.isFull = isFull;
    }

    static PowerCut after(int steps) {
        return new PowerCut(steps, false);
    }

    static PowerCut never() {
        return new PowerCut(Integer.MAX_VALUE, false);
    }

    static PowerCut fullAfter(int steps) {
        return new PowerCut(steps, true);
    }

    void makeRoom() {
        stepsLeft = Integer.MAX_VALUE;
    }

    int stepsTaken() {
        return Integer.MAX_VALUE - stepsLeft;
    }

    @Override
    void step() throws IOException {
        if (stepsLeft == 0) {
            if (isFull) {
                throw new IOException("No space left on device");
            }
            throw new Dark();
        }
        stepsLeft--;
    }
}
