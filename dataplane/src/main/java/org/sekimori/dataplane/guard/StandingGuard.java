package org.sekimori.dataplane.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sekimori.dataplane.linux.BpfFileSystem;
import org.sekimori.dataplane.linux.QuietInterface;

/** What may be done to a guard by others than its box. */
public final class StandingGuard {
    private StandingGuard() {}

    /**
     * Makes the folder in which a guard has its names, by whoever attaches it later.
     *
     * @throws IOException where it can't be made
     * @throws org.sekimori.dataplane.linux.NativeCallException where CAP_SYS_ADMIN is missing
     */
    public static void prepare(Path folder) throws IOException {
        GuardFolder.open(folder);
    }

    /**
     * Takes all of the guard in that folder away; false where there is none.
     *
     * @throws IOException where this user may not
     */
    public static boolean remove(Path folder) throws IOException {
        if (!GuardFolder.isThere(folder)) {
            return false;
        }
        GuardFolder.at(folder).remove();
        return true;
    }

    /**
     * Gives the guard in that folder, and what is remembered of the interfaces in another, to the user that the box runs as, who
     * may then take both over. The folder that both lie in is the user's as well.
     *
     * @param folder names of the guard
     * @param foundFolder where it is kept how the interfaces were found
     * @param user name of the user
     * @param group number of the user's group
     * @throws IOException where there is no such user, or this one may not
     */
    public static void give(Path folder, Path foundFolder, String user, int group) throws IOException {
        UserPrincipal owner =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
        List<Path> names = new ArrayList<>(QuietInterface.notes(foundFolder));
        Path ledgers = GuardFolder.ledgers(folder);
        if (Files.isDirectory(ledgers, LinkOption.NOFOLLOW_LINKS)) {
            addAll(names, ledgers);
        }
        if (BpfFileSystem.isAt(folder)) {
            addAll(names, folder);
        }
        names.add(foundFolder);
        for (Path name : names) {
            // the name itself: a link in its place is not followed
            Files.getFileAttributeView(name, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setOwner(owner);
            Files.setAttribute(name, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static void addAll(List<Path> names, Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.forEach(names::add);
        }
    }
}
