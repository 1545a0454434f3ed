package org.sekimori.control.lab.server;

import org.sekimori.control.lab.net.ProgramProcess;

/** A server of the lab. */
public interface LabServer {
    /** What it is, as the user reads it: the program, and what it stands for. */
    String title();

    /** Starts it; it may take a while until it answers. */
    void start();

    /** Does it answer by now? */
    boolean isReady();

    /** The program, once started. */
    ProgramProcess process();
}
