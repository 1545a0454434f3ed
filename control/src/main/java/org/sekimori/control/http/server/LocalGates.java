package org.sekimori.control.http.server;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Set;

/**
 * Who may be connected to the Unix socket at once: every user has a share of the places, and root and the user that control
 * runs as have places of their own, which no other user can take.
 */
final class LocalGates {
    private static final String ROOT = "0";

    private final ConnectionGate own;
    private final ConnectionGate members;
    private final Set<UserPrincipal> owners = new HashSet<>();

    LocalGates(ConnectionGate own, ConnectionGate members) {
        this.own = own;
        this.members = members;
        try {
            owners.add(Files.getOwner(Path.of("/proc/self")));
            // No user is called by a number, so this is the user of that number, whatever its name.
            owners.add(FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(ROOT));
        } catch (IOException unknown) {
            // Then they share with the others.
        }
    }

    boolean isOwn(UserPrincipal user) {
        return owners.contains(user);
    }

    ConnectionGate of(Origin origin) {
        return origin == Origin.OWN ? own : members;
    }
}
