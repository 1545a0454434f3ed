package org.sekimori.bench.hostile;

import java.io.IOException;

/** One blow, dealt over and over by several threads. */
@FunctionalInterface
interface Attack {
    /**
     * Deals it once.
     *
     * @throws IOException where it was warded off, which is counted and no more
     */
    void deal(Target target, Tally tally) throws IOException, InterruptedException;

    /**
     * An attack, how many threads deal it, and what each waits between two blows.
     *
     * @param threads from 1
     */
    record Plan(int threads, long pauseMs, Attack attack) {}
}
