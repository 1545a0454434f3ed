package org.sekimori.control.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.sekimori.control.lab.net.Programs;
import org.sekimori.dataplane.linux.ProcessUser;

/** What must be there before anything is made. */
final class Requirements {
    private Requirements() {}

    static void check(boolean quick) {
        if (!isRoot()) {
            throw new MissingRequirementException(
                    "the lab makes network namespaces and must run as root; try: sudo ./sekimori lab");
        }
        List<String> packages = Programs.missingPackages(quick);
        if (!packages.isEmpty()) {
            throw new MissingRequirementException(
                    "programs are missing; try: apt-get install --no-install-recommends " + String.join(" ", packages));
        }
    }

    static boolean isRoot() {
        try {
            return ProcessUser.own() == ProcessUser.ROOT;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
