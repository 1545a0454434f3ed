package org.sekimori.control.plane;

import java.util.Set;
import org.sekimori.control.http.server.HttpOptions;
import org.sekimori.control.reload.OwnTests;
import org.sekimori.control.reload.PolicyOrigin;
import org.sekimori.dataplane.command.BoxPaths;

/**
 * How to run the control plane.
 *
 * @param origin  the policy file, or the program's own policy in its place
 * @param tests   what every policy has to pass
 * @param bridged names of the ports that are bridged, as far as they are known: nothing listens there
 * @param endsWithoutPolicy whether a policy that can't be used at the start is the end
 */
public record ControlOptions(
        BoxPaths paths,
        PolicyOrigin origin,
        OwnTests tests,
        HttpOptions http,
        Set<String> bridged,
        boolean endsWithoutPolicy) {
    /** One that starts whether its policy can be used or not. */
    public ControlOptions(BoxPaths paths, PolicyOrigin origin, OwnTests tests, HttpOptions http, Set<String> bridged) {
        this(paths, origin, tests, http, bridged, false);
    }

    /** Copies the names. */
    public ControlOptions {
        bridged = Set.copyOf(bridged);
    }
}
