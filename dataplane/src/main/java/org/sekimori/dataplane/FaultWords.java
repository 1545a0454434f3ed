package org.sekimori.dataplane;

/** A fault of this program in one line: what, and where. */
public final class FaultWords {
    private FaultWords() {}

    /** Such as {@code java.lang.IllegalStateException: words at org.sekimori.Thing.method(Thing.java:7)}. */
    public static String of(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        // the JVM leaves the trace out where the same fault occurs very often
        return trace.length == 0 ? fault.toString() : fault + " at " + trace[0];
    }
}
