package org.sekimori.dataplane;

import java.util.concurrent.atomic.AtomicLongArray;
import org.sekimori.dataplane.agent.Heartbeat;

/**
 * The heartbeats of several pipelines as one: that of whichever has been silent the longest. The first pipeline tells of it;
 * if it is the silent one, nobody does, which comes to the same.
 */
final class JointHeartbeat {
    /** How often the first pipeline looks at the others' beats, which lie in other cores' caches. */
    private static final long LOOK_INTERVAL_NS = 1_000_000;

    /** Longs of two cache lines: neighbours don't share any. */
    private static final int STRIDE = 16;

    private final int pipelines;
    private final Heartbeat joint;
    private final AtomicLongArray beats;

    JointHeartbeat(int pipelines, Heartbeat joint) {
        this.pipelines = pipelines;
        this.joint = joint;
        beats = new AtomicLongArray((pipelines + 1) * STRIDE);
        long nowNs = System.nanoTime();
        for (int i = 0; i < pipelines; i++) {
            beats.set(place(i), nowNs);
        }
    }

    /** Where that pipeline says that it goes round. */
    Heartbeat of(int pipeline) {
        return new Beat(pipeline);
    }

    /** The pipeline that has been silent the longest; any thread. */
    int silentest() {
        int silentest = 0;
        for (int i = 1; i < pipelines; i++) {
            if (beats.getAcquire(place(i)) - beats.getAcquire(place(silentest)) < 0) {
                silentest = i;
            }
        }
        return silentest;
    }

    private static int place(int pipeline) {
        return (pipeline + 1) * STRIDE - 1;
    }

    private long oldest(long nowNs) {
        long oldest = nowNs;
        for (int i = 1; i < pipelines; i++) {
            long beat = beats.getAcquire(place(i));
            oldest = beat - oldest < 0 ? beat : oldest;
        }
        return oldest;
    }

    private final class Beat implements Heartbeat {
        private final int pipeline;
        private long nextLookNs = System.nanoTime();

        Beat(int pipeline) {
            this.pipeline = pipeline;
        }

        @Override
        public void beat(long nowNs) {
            beats.setRelease(place(pipeline), nowNs);
            if (pipeline == 0 && nowNs - nextLookNs >= 0) {
                nextLookNs = nowNs + LOOK_INTERVAL_NS;
                joint.beat(oldest(nowNs));
            }
        }
    }
}
