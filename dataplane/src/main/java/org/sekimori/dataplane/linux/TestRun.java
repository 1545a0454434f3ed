package org.sekimori.dataplane.linux;

/**
 * What a program did with a frame that no interface ever saw.
 *
 * @param result what it returned
 * @param nanosPerRun the mean over all runs
 * @param frame the frame as the last run left it
 * @param mark of its socket buffer, as the last run left it; 0 at XDP
 */
public record TestRun(int result, int nanosPerRun, byte[] frame, int mark) {}
