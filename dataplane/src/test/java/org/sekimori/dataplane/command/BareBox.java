package org.sekimori.dataplane.command;

/** A box that takes no commands at all; tests have it take those they are about. */
public class BareBox implements BoxLink {
    @Override
    public PolicyReply push(byte[] image, int confirmSeconds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PolicyReply confirm() {
        throw new UnsupportedOperationException();
    }

    @Override
    public PolicyReply revert() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void beginWhatIf(byte[] image, int seconds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void endWhatIf() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void captureDrops(int seconds, int snapBytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
