package org.sekimori.dataplane.command;

/** Takes policies for a box that has no ports yet; once it has, all goes to its own desk. For any thread. */
public final class EarlyDesk implements BoxLink {
    private volatile BoxLink link;

    /** Asks the keeper alone at first, which refuses what takes a whole box. */
    public EarlyDesk(PolicyKeeper keeper) {
        link = keeper;
    }

    /** From now on this is asked. */
    public void open(BoxLink desk) {
        link = desk;
    }

    @Override
    public PolicyReply push(byte[] image, int confirmSeconds) {
        return link.push(image, confirmSeconds);
    }

    @Override
    public PolicyReply confirm() {
        return link.confirm();
    }

    @Override
    public PolicyReply revert() {
        return link.revert();
    }

    @Override
    public void beginWhatIf(byte[] image, int seconds) {
        link.beginWhatIf(image, seconds);
    }

    @Override
    public void endWhatIf() {
        link.endWhatIf();
    }

    @Override
    public void captureDrops(int seconds, int snapBytes) {
        link.captureDrops(seconds, snapBytes);
    }

    @Override
    public void close() {
        link.close();
    }
}
