package org.sekimori.dataplane.port;

import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounters;

/** A port whose line a test pulls and plugs. */
public final class FakeLine implements SupervisedPort {
    private final PortCounters counters;
    private boolean plugged = true;
    private boolean present = true;
    private boolean attached = true;
    private boolean down;
    private boolean setDown;
    private String renamedTo = "";

    public FakeLine(String name) {
        counters = new BoxCounters(name, "other", 1).port(0);
    }

    public void plugged(boolean value) {
        plugged = value;
    }

    public void present(boolean value) {
        present = value;
        if (!value) {
            attached = false;
            down = true;
        }
    }

    /** Somebody else sets it down or up. */
    public void setDown(boolean value) {
        setDown = value;
    }

    /** It goes on under another name; empty: back to its own. */
    public void renamed(String name) {
        renamedTo = name;
    }

    public boolean isDown() {
        return down;
    }

    @Override
    public void begin() {
        // there is nothing to begin
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public Lane lane(int pipeline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int mtuBytes() {
        return 1500;
    }

    @Override
    public boolean isPresent() {
        return present && attached && renamedTo.isEmpty();
    }

    @Override
    public boolean hasCarrier() {
        return present && plugged && !down && !setDown;
    }

    @Override
    public boolean isUp() {
        return present && !down && !setDown;
    }

    @Override
    public String presentName() {
        return renamedTo;
    }

    @Override
    public int speedMbit() {
        return 1000;
    }

    @Override
    public long mac() {
        return 0x0200_0000_0001L;
    }

    @Override
    public boolean tryReattach() {
        attached = present && renamedTo.isEmpty();
        down = !attached;
        return attached;
    }

    @Override
    public void hold(boolean value) {
        down = value;
    }

    @Override
    public void leave() {}

    @Override
    public void takeKernelDrops() {}

    @Override
    public void receiveOnlyHandedOn(boolean only) {
        // no program stands here
    }

    @Override
    public String silence() {
        return "fake";
    }

    @Override
    public String name() {
        return counters.portName();
    }

    @Override
    public ReceivePort receiver() {
        throw new UnsupportedOperationException();
    }

    @Override
    public TransmitPort transmitter() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
