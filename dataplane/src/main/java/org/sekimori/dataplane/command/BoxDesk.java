package org.sekimori.dataplane.command;

import org.sekimori.dataplane.event.DropCapture;

/** All that a whole box can be asked: policies by its keeper, the rest by the parts it concerns. For any thread. */
public final class BoxDesk implements BoxLink {
    private final PolicyKeeper keeper;
    private final DropCapture dropCapture;

    public BoxDesk(PolicyKeeper keeper, DropCapture dropCapture) {
        this.keeper = keeper;
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
    public void beginWhatIf(byte[] image) {
        keeper.beginWhatIf(image);
    }

    @Override
    public void endWhatIf() {
        keeper.endWhatIf();
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
