package org.sekimori.control.replay;

import java.util.List;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.pcap.CaptureException;

/**
 * What a replay came to.
 *
 * @param files in the order they were named
 * @param total all files
 * @param counters the engine's own, by direction, rule and reason
 * @param faults files that broke off; their whole frames are counted
 * @param programFault that frames couldn't be judged by a fault of this program, in a line; mostly empty
 */
public record ReplayResult(
        String policyName,
        List<FileTally> files,
        FileTally total,
        BoxCounters counters,
        List<CaptureException> faults,
        String programFault,
        boolean stopped,
        long elapsedNs) {}
