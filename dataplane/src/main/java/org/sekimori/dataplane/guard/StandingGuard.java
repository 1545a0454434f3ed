package org.sekimori.dataplane.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.stream.Stream;
import org.sekimori.dataplane.linux.BpfFileSystem;

/** What may be done to a guard by others than its box. */
public final class StandingGuard {
    private StandingGuard() {}

    /**
     * Takes all of the guard in that folder away; false where there is none.
     *
     * @throws IOException where this user may not
     */
    public static boolean remove(Path folder) throws IOException {
        if (!BpfFileSystem.isAt(folder)) {
            return false;
        }
        GuardFolder.open(folder).remove();
        return true;
    }

    /**
     * Gives the guard in that folder to the user that the box runs as, who may then take it over.
     *
     * @throws IOException where there is no such user, or this one may not
     */
    public static void give(Path folder, String user) throws IOException {
        UserPrincipal owner =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
        for (Path name : all(folder)) {
            Files.setOwner(name, owner);
        }
    }

    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> names = Files.walk(folder)) {
            return names.toList();
        }
    }
}
