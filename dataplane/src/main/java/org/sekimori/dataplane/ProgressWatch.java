package org.sekimori.dataplane;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.sekimori.dataplane.agent.Heartbeat;
import org.sekimori.dataplane.agent.Standstill;

/**
 * Passes the heartbeat on, and says so when it has stood too long. An agent on a thread of its own; {@link #beat} is the
 * pipelines'.
 *
 * <p>Time is counted in its own rounds, not read from a clock: while the whole process stands, for a garbage collection, a
 * signal or a suspended virtual machine, this agent stands too and counts one round, however long it was.
 */
final class ProgressWatch implements Agent, Heartbeat {
    /** Time from one round to the next. */
    static final int INTERVAL_MS = 250;
    /** Rounds that an agent of a pipeline may stand: 10 seconds. */
    static final int AGENT_ROUNDS = (int) TimeUnit.SECONDS.toMillis(10) / INTERVAL_MS;
    /** Rounds that a driver may take nothing, which a restart seldom mends and the other direction pays for: a minute. */
    static final int DRIVER_ROUNDS = (int) TimeUnit.SECONDS.toMillis(60) / INTERVAL_MS;

    private final Heartbeat next;
    private final Consumer<String> onStandstill;
    private volatile long beatNs = System.nanoTime();
    private long seenNs = beatNs;
    private int rounds;
    private Supplier<Standstill> cause = () -> new Standstill("", false);

    /**
     * Watches from the first round on.
     *
     * @param next whom the heartbeat is passed on to
     * @param onStandstill hears, in one line, that they haven't for too long, and why
     */
    ProgressWatch(Heartbeat next, Consumer<String> onStandstill) {
        this.next = next;
        this.onStandstill = onStandstill;
    }

    /** Where to ask what keeps the pipelines from going forward; before the first round. */
    void causes(Supplier<Standstill> value) {
        cause = value;
    }

    @Override
    public void beat(long nanoTime) {
        beatNs = nanoTime;
        next.beat(nanoTime);
    }

    @Override
    public int doWork() {
        long nowNs = beatNs;
        rounds = nowNs == seenNs ? rounds + 1 : 0;
        seenNs = nowNs;
        if (rounds >= AGENT_ROUNDS) {
            Standstill what = cause.get();
            if (!what.isDriver() || rounds >= DRIVER_ROUNDS) {
                onStandstill.accept("no frame moved for " + TimeUnit.MILLISECONDS.toSeconds((long) rounds * INTERVAL_MS)
                        + " seconds: " + what.words());
            }
        }
        return 0;
    }

    @Override
    public String roleName() {
        return "progress-watch";
    }
}
