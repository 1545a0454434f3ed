package org.sekimori.dataplane.port;

import org.sekimori.dataplane.counters.PortCounters;

/** A port with a line behind it that can go down, come up, vanish and return. All calls belong to the link supervisor. */
public interface SupervisedPort extends Port {
    /**
     * Frames come in from now on, so somebody must be there to take them. An interface that has vanished since it was
     * taken is waited for, as one that vanishes later.
     */
    void begin();

    PortCounters counters();

    /** What that pipeline has of this port, from 0 on; there are as many as the port was opened for. */
    Lane lane(int pipeline);

    /** The greatest IP packet the interface carries. */
    int mtuBytes();

    /** Whether the interface this port is attached to still exists. */
    boolean isPresent();

    /** Whether the line is up. */
    boolean hasCarrier();

    /** Whether the interface was set up, by whomever; false while it is gone. */
    boolean isUp();

    /** What the interface this port was attached to is called now; empty where it is gone. Allocates. */
    String presentName();

    /** Speed of the link, Mbit/s; 0 where it isn't known. */
    int speedMbit();

    /** The interface's address, in the lower 48 bits; 0 where it isn't known. */
    long mac();

    /** Attaches to the interface again after it had vanished; false while it is still gone. */
    boolean tryReattach();

    /** Sets the port down, so that its far end loses the carrier, or up again. */
    void hold(boolean down);

    /** From now on {@link #close} leaves the interface as this port has it: another box is there to take it over. */
    void leave();

    /** Moves the kernel's own drop count into the counters. */
    void takeKernelDrops();

    /**
     * From now on only frames are received that a program hands on, or all again; any thread, before {@link #close}.
     *
     * @throws org.sekimori.dataplane.linux.NativeCallException where the kernel refuses
     */
    void receiveOnlyHandedOn(boolean only);

    /** How the kernel's own stack is kept off this port, in a word or two for the start-up line. */
    String silence();
}
