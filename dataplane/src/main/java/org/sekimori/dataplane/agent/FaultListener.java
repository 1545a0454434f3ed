package org.sekimori.dataplane.agent;

/**
 * Hears of faults of this program in the threads that move frames. Called by these threads: an implementation that serves
 * a live line neither waits nor throws.
 */
public interface FaultListener {
    /** Throws every fault where it happens, for tools and tests that have no line to keep up. */
    FaultListener RETHROWING = new FaultListener() {
        @Override
        public void onFrame(Throwable fault) {
            rethrow(fault);
        }

        @Override
        public void onCandidate(Throwable fault) {
            rethrow(fault);
        }

        @Override
        public void onStandstill(Throwable fault) {
            rethrow(fault);
        }
    };

    /** One frame couldn't be judged or sent. It is dropped and counted already, and the next one's turn is. */
    void onFrame(Throwable fault);

    /** The candidate policy of a comparison couldn't judge. The comparison is over; no frame is concerned. */
    void onCandidate(Throwable fault);

    /** Frame after frame couldn't be judged or sent, and none could meanwhile: the pipeline is of no use any more. */
    void onStandstill(Throwable fault);

    /** Throws the fault as it is, where it may be thrown without being declared; else wrapped. */
    static void rethrow(Throwable fault) {
        if (fault instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (fault instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(fault);
    }
}
