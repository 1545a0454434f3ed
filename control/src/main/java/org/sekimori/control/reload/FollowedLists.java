package org.sekimori.control.reload;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.sekimori.control.history.Author;
import org.sekimori.control.history.EntryKind;
import org.sekimori.control.history.EntryNotes;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.control.history.HistoryException;
import org.sekimori.control.history.SetNote;
import org.sekimori.control.reload.PolicyStanding.Next;

/**
 * Decides which files the policy in force follows. The policy of the file follows its file and its lists; one that was
 * pushed follows its lists and gives way to another text of the file; one that was rolled back to stays as it was
 * compiled, and gives way likewise. For any thread.
 */
final class FollowedLists {
    private final PolicySetup setup;
    private final PolicyIntake intake;
    private final WantedPolicies wanted;
    /** By entry, the files that pushed policies read. */
    private final Map<Long, Map<Path, FileStamp>> pushed = new ConcurrentHashMap<>();

    FollowedLists(PolicySetup setup, PolicyIntake intake, WantedPolicies wanted) {
        this.setup = setup;
        this.intake = intake;
        this.wanted = wanted;
    }

    /** A pushed policy with its lists as they are now. */
    record Following(HistoryEntry entry, Candidate candidate) {
        Author author() {
            return entry.author();
        }
    }

    /** Has the lists of a policy that was just pushed be followed, and forgets those of policies that are gone. */
    void note(HistoryEntry entry, PolicyText text) {
        PolicyStatus now = wanted.status();
        pushed.keySet().removeIf(id -> isOther(now.confirmed(), id) && isOther(now.trial(), id));
        pushed.put(entry.id(), Map.copyOf(WatchedSets.of(text.sets()).filesRead()));
    }

    private static boolean isOther(Optional<HistoryEntry> entry, long id) {
        return entry.filter(one -> one.id() == id).isEmpty();
    }

    /** The files of sets to be watched now, and how they were when they were read. */
    Map<Path, FileStamp> lists(FilePolicy file) {
        PolicyStatus now = wanted.status();
        if (now.trial().isPresent()) {
            return Map.of();
        }
        EntryKind kind = now.confirmed().map(entry -> entry.notes().kind()).orElse(EntryKind.FILE);
        return switch (kind) {
            case FILE -> file.filesRead();
            case PUSH -> pushed.getOrDefault(now.confirmed().orElseThrow().id(), Map.of());
            case ROLLBACK -> Map.of();
        };
    }

    /** Whether a pushed policy is in force for good whose lists weren't read since control started. */
    boolean isUnread() {
        PolicyStatus now = wanted.status();
        return now.trial().isEmpty()
                && now.confirmed()
                        .filter(entry -> entry.notes().kind() == EntryKind.PUSH)
                        .filter(entry -> !pushed.containsKey(entry.id()))
                        .isPresent();
    }

    /** The pushed policy that is in force for good, read with its lists as they are now; empty if that changes nothing. */
    Optional<Following> read() {
        PolicyStatus now = wanted.status();
        Optional<HistoryEntry> entry = now.confirmed().filter(one -> one.notes().kind() == EntryKind.PUSH);
        if (now.trial().isPresent() || entry.isEmpty()) {
            return Optional.empty();
        }
        try {
            HistoryEntry inForce = entry.get();
            String text = setup.history().text(inForce);
            PolicyText again = new PolicyText(inForce.source(), text, setup.pushedSets());
            Candidate candidate = intake.read(again);
            note(inForce, again);
            boolean isSame =
                    checksum(candidate).equals(OptionalInt.of(inForce.policy().checksum()))
                            && held(candidate.notes(EntryKind.PUSH, "")).equals(held(inForce.notes()));
            return isSame ? Optional.empty() : Optional.of(new Following(inForce, candidate));
        } catch (HistoryException unreadable) {
            pushed.put(entry.get().id(), Map.of());
            setup.log()
                    .accept("lists of policy " + PolicyStanding.name(entry.get()) + " can't be followed: "
                            + unreadable.getMessage());
            return Optional.empty();
        }
    }

    /** Which sets have their last good contents in the place of their files', and why. */
    private static Map<String, String> held(EntryNotes notes) {
        return notes.sets().stream()
                .filter(SetNote::isHeld)
                .collect(Collectors.toMap(SetNote::set, SetNote::held, (one, other) -> one));
    }

    boolean isStillInForce(Following next) {
        PolicyStatus now = wanted.status();
        return now.trial().isEmpty() && !isOther(now.confirmed(), next.entry().id());
    }

    /** Whether the policy file says word for word what was pushed. */
    boolean isOwnText(Following next, FileSight file) {
        return next.candidate().mark().textDigest().equals(file.mark().textDigest());
    }

    /** Whether control that starts takes the file over. */
    boolean isTakenAtStart(HistoryEntry current, Candidate file) {
        if (current.notes().kind() != EntryKind.FILE) {
            return wanted.fileMark().hasOtherText(file.mark());
        }
        boolean isOther = !wanted.fileMark().digest().equals(file.mark().digest())
                || !current.source().equals(file.text().source());
        return isOther || isCompiledOtherwise(current, file);
    }

    /** An older version of the program may have made something else of the same text and lists. */
    private static boolean isCompiledOtherwise(HistoryEntry current, Candidate file) {
        boolean isHeld = current.notes().sets().stream().anyMatch(SetNote::isHeld);
        return !isHeld && !checksum(file).equals(OptionalInt.of(current.policy().checksum()));
    }

    /** Whether the file that was written to says nothing that wasn't taken over already. */
    boolean isSame(HistoryEntry current, Candidate file) {
        return current.notes().kind() == EntryKind.FILE
                ? !isTakenAtStart(current, file)
                : !wanted.fileMark().hasOtherText(file.mark());
    }

    private static OptionalInt checksum(Candidate candidate) {
        return candidate
                .compiled()
                .map(compiled -> OptionalInt.of(compiled.facts().checksum()))
                .orElse(OptionalInt.empty());
    }

    /** Which policy is in force, where it comes from, and which is after the next start. */
    PolicyStanding standing(PolicyStatus now, FileSight file, FileMark taken) {
        Optional<HistoryEntry> entry = now.current();
        boolean differs = !file.checksum()
                .equals(entry.map(one -> OptionalInt.of(one.policy().checksum()))
                        .orElse(OptionalInt.empty()));
        return new PolicyStanding(
                entry,
                now.trial().isPresent(),
                file.name(),
                file.isFile(),
                differs,
                file.problem(),
                next(now, file, taken));
    }

    private static Next next(PolicyStatus now, FileSight file, FileMark taken) {
        if (now.trial().isPresent()) {
            return Next.CONFIRMED;
        }
        if (now.confirmed().isEmpty()) {
            return Next.FILE;
        }
        boolean isFile = now.confirmed().get().notes().kind() == EntryKind.FILE;
        if (!isFile && !now.confirmed().get().isKept()) {
            return Next.EARLIER;
        }
        if (file.checksum().isEmpty()) {
            return Next.IN_FORCE;
        }
        boolean isOther = isFile ? !taken.digest().equals(file.mark().digest()) : taken.hasOtherText(file.mark());
        return isOther ? Next.FILE : Next.IN_FORCE;
    }
}
