package org.sekimori.dataplane;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.sekimori.dataplane.agent.OriginTally;
import org.sekimori.dataplane.boxfile.LineWriter;

/**
 * Says in the box's file when what comes in looks as if WAN and LAN were swapped, and takes it back when it looks right. An
 * agent on a thread of its own, which moves no frames. It looks at a quarter of an hour at a time, and begins anew when a
 * link was lost: somebody may have exchanged the cables.
 */
final class SwapWatch implements Agent {
    static final long LOOK_NS = TimeUnit.SECONDS.toNanos(2);
    static final long WINDOW_NS = TimeUnit.MINUTES.toNanos(15);

    private final NanoClock clock;
    private final List<OriginTally> tallies;
    private final LineWriter line;
    private final LongSupplier linkChanges;
    private final String names;
    private long nextLookNs;
    private long windowEndNs;
    private long seenChanges;
    private boolean isSuspected;

    /**
     * Nothing suspected yet.
     *
     * @param linkChanges how often a link was lost so far
     * @param names of the ports, WAN and LAN, for people
     */
    SwapWatch(NanoClock clock, List<OriginTally> tallies, LineWriter line, LongSupplier linkChanges, String names) {
        this.clock = clock;
        this.tallies = List.copyOf(tallies);
        this.line = line;
        this.linkChanges = linkChanges;
        this.names = names;
        nextLookNs = clock.nanoTime();
        windowEndNs = nextLookNs + WINDOW_NS;
        seenChanges = linkChanges.getAsLong();
    }

    @Override
    public int doWork() {
        long nowNs = clock.nanoTime();
        if (nowNs - nextLookNs < 0) {
            return 0;
        }
        nextLookNs = nowNs + LOOK_NS;
        OriginEvidence evidence = OriginEvidence.of(tallies);
        switch (evidence.finding()) {
            case SWAPPED ->
                suspect("WAN and LAN look swapped (" + names + "): " + evidence.reason()
                        + "; nothing is filtered as it should be: exchange the cables, or --wan and --lan");
            case RIGHT -> suspect("");
            case NOTHING -> {
                // what was found before holds
            }
        }
        long changes = linkChanges.getAsLong();
        if (changes != seenChanges || nowNs - windowEndNs >= 0) {
            seenChanges = changes;
            windowEndNs = nowNs + WINDOW_NS;
            tallies.forEach(OriginTally::restart);
        }
        return 0;
    }

    /** Once is enough: the numbers in it go on changing. */
    private void suspect(String suspicion) {
        boolean isSuspicious = !suspicion.isEmpty();
        if (isSuspicious != isSuspected) {
            isSuspected = isSuspicious;
            line.suspicion(suspicion);
        }
    }

    @Override
    public String roleName() {
        return "swap-watch";
    }
}
