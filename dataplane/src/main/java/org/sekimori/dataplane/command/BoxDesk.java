package org.sekimori.dataplane.command;

import org.sekimori.dataplane.agent.WhatIfSource;
import org.sekimori.dataplane.event.DropCapture;

/** All that a whole box can be asked: policies by its keeper, the rest by the parts it concerns. For any thread. */
public final class BoxDesk implements BoxLink {
    private final PolicyKeeper keeper;
    private final WhatIfSource whatIfs;
    private final DropCapture dropCapture;

    public BoxDesk(PolicyKeeper keeper, WhatIfSource whatIfs, DropCapture dropCapture) {
        this.keeper = keeper;
        this.whatIfs = whatIfs;
        this.dropCapture = dropCapture;
    }

    @Override
    public PolicyReply push(byte[] image, int confirmSeconds) {
        return keeper.push(image, confirmSeconds);
    }

    @Override
    public PolicyReply confirm() {
        return keeper.confirm();
    }

    @Override
    public PolicyReply revert() {
        return keeper.revert();
    }

    @Override
    public synchronized void beginWhatIf(byte[] image, int seconds) {
        try {
            whatIfs.begin(PolicyKeeper.verified(image), seconds);
        } catch (IllegalStateException | IllegalArgumentException refused) {
            throw new BoxRefusalException(OneLine.of(refused), refused);
        }
    }

    @Override
    public synchronized void endWhatIf() {
        whatIfs.end();
    }

    @Override
    public void captureDrops(int seconds, int snapBytes) {
        try {
            dropCapture.begin(seconds, snapBytes);
        } catch (IllegalArgumentException outOfBounds) {
            throw new BoxRefusalException(OneLine.of(outOfBounds), outOfBounds);
        }
    }

    @Override
    public void close() {}
}
