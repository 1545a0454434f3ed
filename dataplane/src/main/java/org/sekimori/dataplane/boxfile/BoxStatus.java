package org.sekimori.dataplane.boxfile;

import org.sekimori.dataplane.line.LineStatus;
import org.sekimori.dataplane.line.PortRole;

/**
 * What a box says of itself, at one moment.
 *
 * @param pid its process
 * @param instance a random number, new at each start
 * @param startedEpochMs when it started, ms since 1970
 * @param state what it says it is doing
 * @param heartbeatAgeNs how long ago its capture agent last went round; more than a second means that it hangs or is gone
 * @param policy the policy in force
 * @param notice what it wants the user to know, one line; mostly empty
 * @param offload what the kernel does of its work
 * @param guard what keeps the line while it isn't there
 * @param gcCount garbage collections since the start
 * @param gcMillis time they took
 * @param wanName the WAN interface, empty before it is taken
 * @param lanName the LAN interface, empty before it is taken
 * @param line what it knows of both ports' links
 */
public record BoxStatus(
        long pid,
        long instance,
        long startedEpochMs,
        BoxState state,
        long heartbeatAgeNs,
        PolicyNotice policy,
        String notice,
        OffloadNotice offload,
        GuardNotice guard,
        long gcCount,
        long gcMillis,
        String wanName,
        String lanName,
        LineStatus line) {
    /** The interface of that port, empty before it is taken. */
    public String interfaceName(PortRole role) {
        return role == PortRole.WAN ? wanName : lanName;
    }
}
