package org.sekimori.control.inline;

import java.util.stream.Collectors;
import org.sekimori.dataplane.linux.UnitCapabilities;

/** Who the box's unit runs the box as: a user without rights, but for the unit's capabilities, and without new privileges. */
final class UnitUser {
    static final String NOBODY = "65534";

    private UnitUser() {}

    /** The command line that runs what follows as that user. */
    static String[] words() {
        String set = UnitCapabilities.names().stream().map(name -> ",+" + name).collect(Collectors.joining());
        return new String[] {
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            "--inh-caps=-all" + set,
            "--ambient-caps=-all" + set,
            "--bounding-set=-all" + set,
            "--no-new-privs"
        };
    }
}
