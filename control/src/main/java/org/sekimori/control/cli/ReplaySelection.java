package org.sekimori.control.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.control.reload.PolicyOrigin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to replay and by which policy: the part of the command line that a policy test's {@code arguments.txt} may hold. */
@Command
final class ReplaySelection {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Captures, pcap or pcapng, read one after the other."
                    + " Frames are inbound unless --lan-net says otherwise.")
    private List<String> files = new ArrayList<>();

    @Mixin
    private PolicyOption policy;

    @Option(names = "--monitor", description = "Drop nothing: count what the policy would drop, and let it pass.")
    private boolean monitor;

    @Mixin
    private LanNetOption lanNets;

    @Option(
            names = "--outbound",
            paramLabel = "FILE",
            description = "A capture whose frames are all outbound, merged with the others by time. Repeatable.")
    private List<String> outboundFiles = new ArrayList<>();

    /** The policy that was named, else the shipped one. */
    PolicyOrigin origin() {
        return origin(policy.origin());
    }

    /** The policy that was named, else that one. */
    PolicyOrigin originOr(PolicyOrigin fallback) {
        return origin(policy.isGiven() ? policy.origin() : fallback);
    }

    private PolicyOrigin origin(PolicyOrigin named) {
        return monitor ? named.watching() : named;
    }

    /** The captures, by the names given. */
    ReplayInputs inputs() {
        return new ReplayInputs(files, outboundFiles, lanNets.rule(), Path.of(""));
    }

    /** The captures, in that folder. */
    ReplayInputs inputsIn(Path folder) {
        return new ReplayInputs(files, outboundFiles, lanNets.rule(), folder);
    }
}
