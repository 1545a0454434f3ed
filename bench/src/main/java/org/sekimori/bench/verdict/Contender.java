package org.sekimori.bench.verdict;

import org.pcap4j.packet.IllegalRawDataException;

/** One way of dealing with a frame, over and over. */
interface Contender {
    /** A word for tables and JSON. */
    String name();

    /** How often a {@link #run} deals with the frame. */
    int framesPerRun();

    /** Deals with the frame so often; the answer keeps compilers from leaving the work out. */
    int run() throws IllegalRawDataException;

    /** A way whose runs are a method. */
    static Contender of(String name, int framesPerRun, Run run) {
        return new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int framesPerRun() {
                return framesPerRun;
            }

            @Override
            public int run() throws IllegalRawDataException {
                return run.run();
            }
        };
    }

    /** See {@link Contender#run}. */
    @FunctionalInterface
    interface Run {
        int run() throws IllegalRawDataException;
    }
}
