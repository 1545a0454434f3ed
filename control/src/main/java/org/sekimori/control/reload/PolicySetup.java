package org.sekimori.control.reload;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sekimori.control.history.EntryKind;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.control.history.PolicyHistory;
import org.sekimori.dataplane.command.BoxLink;
import org.sekimori.policy.sets.SetFiles;

/**
 * What a {@link PolicyService} works with.
 *
 * @param loader reads the policy file, or the program's own policy in its place
 * @param box    takes images; closed by whoever opened it
 * @param sight  what can be seen of the box at the moment it is asked; empty where there is none
 * @param tests  what every policy has to pass
 * @param clock  for the history
 * @param log    takes lines for people
 * @param changes takes every change that somebody wanted, besides the answer that tells of it
 * @param copies the last good contents of files of sets
 * @param reading which policy file is being read
 */
public record PolicySetup(
        PolicyLoader loader,
        BoxLink box,
        Supplier<Optional<BoxSight>> sight,
        PolicyHistory history,
        OwnTests tests,
        Clock clock,
        Consumer<String> log,
        Consumer<PolicyChange> changes,
        SetCopies copies,
        ReadingMark reading) {
    /** The same, with last good contents of files of sets that end with the process. */
    public PolicySetup(
            PolicyLoader loader,
            BoxLink box,
            Supplier<Optional<BoxSight>> sight,
            PolicyHistory history,
            OwnTests tests,
            Clock clock,
            Consumer<String> log,
            Consumer<PolicyChange> changes) {
        this(loader, box, sight, history, tests, clock, log, changes, SetCopies.inMemory(), ReadingMark.NONE);
    }

    /** The same, with those contents, and which file is being read, kept in that folder. */
    public PolicySetup keptIn(Path folder) {
        SetCopies kept = SetCopies.in(folder.resolve("sets"), log);
        ReadingMark mark = ReadingMark.in(folder.resolve("reading"), log);
        return new PolicySetup(loader, box, sight, history, tests, clock, log, changes, kept, mark);
    }

    PolicyOrigin origin() {
        return loader.origin();
    }

    /** Where the sets of policies lie that don't come from the file itself. */
    SetFiles pushedSets() {
        return origin().file().<SetFiles>map(SetsBelow::new).orElse(SetFiles.NONE);
    }

    /** Where the sets of an old policy lie: those of the file's own anywhere, of all others where pushed ones have theirs. */
    SetFiles setsOf(HistoryEntry entry) {
        return entry.notes().kind() == EntryKind.FILE
                ? origin().file().<SetFiles>map(SetFolder::new).orElse(SetFiles.NONE)
                : pushedSets();
    }
}
