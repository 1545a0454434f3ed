package org.sekimori.dataplane.agent;

/** Whether the frames that come to the box are its own to send; what keeps the line meanwhile may have sent them itself. */
@FunctionalInterface
public interface Attendance {
    /** Nothing else keeps the line. */
    Attendance ALWAYS = nowNs -> true;

    /**
     * Whether what the pipeline holds now may be sent; once a round of its egress agent, by that agent's thread.
     *
     * @param nowNs by {@link System#nanoTime}
     */
    boolean begin(long nowNs);
}
