package org.sekimori.dataplane;

/** What is logged of faults in the threads that move frames: what came of them, and the first one, in one line. */
final class DataPathFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DataPathFault(String consequence, Throwable fault) {
        super(consequence + ": " + FaultWords.of(fault), fault, false, false);
    }

    @Override
    public String toString() {
        return getMessage();
    }
}
