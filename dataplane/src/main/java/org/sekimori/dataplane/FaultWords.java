package org.sekimori.dataplane;

/** A fault of this program in one line: what, and where. */
final class FaultWords {
    private FaultWords() {}

    static String of(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        // the JVM leaves the trace out where the same fault occurs very often
        return trace.length == 0 ? fault.toString() : fault + " at " + trace[0];
    }
}
