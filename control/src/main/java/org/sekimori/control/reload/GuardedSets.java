package org.sekimori.control.reload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sekimori.control.history.SetNote;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.sets.NetworkEntries;
import org.sekimori.policy.sets.SetContents;
import org.sekimori.policy.sets.SetFileException;
import org.sekimori.policy.sets.SetFiles;
import org.sekimori.policy.sets.SetGuard;
import org.sekimori.policy.sets.SetReader;
import org.sekimori.policy.sets.SetSource;

/**
 * Hands on what files of sets hold, or their last good contents where a file looks wrong beside those: it became empty,
 * was cut off in its last line, or shrank by too much. One reading's own.
 */
final class GuardedSets implements SetFiles {
    /** Lists shorter than this shrink as they like, but not to nothing: people edit them by hand. */
    static final int SHORT_LIST = 10;

    static final int WIDE_IPV4 = 8;
    static final int WIDE_IPV6 = 16;

    private static final int MAX_TOLD = 3;

    private final SetFiles sets;
    private final WatchedSets watched;
    private final SetCopies copies;
    private final boolean takesAll;
    private final List<SetReading> readings = new ArrayList<>();

    /**
     * Guards these.
     *
     * @param sets     where the bytes come from
     * @param watched  the same, which know how old the files are
     * @param takesAll whether the files are taken as they are, whatever they look like
     */
    GuardedSets(SetFiles sets, WatchedSets watched, SetCopies copies, boolean takesAll) {
        this.sets = sets;
        this.watched = watched;
        this.copies = copies;
        this.takesAll = takesAll;
    }

    /** What was read, in the order of reading. */
    List<SetReading> readings() {
        return readings;
    }

    @Override
    public byte[] read(String name) throws SetFileException {
        return sets.read(name);
    }

    @Override
    public boolean areQuotable() {
        return sets.areQuotable();
    }

    @Override
    public SetContents contents(SetSource source) throws SetFileException {
        byte[] bytes = sets.read(source.file());
        SetContents now = parsed(source, bytes);
        Optional<byte[]> copy = copies.find(source.set(), source.file());
        Optional<SetContents> before = copy.map(old -> Arrays.equals(old, bytes) ? now : parsed(source, old))
                .filter(old -> old.errors().isEmpty());
        if (before.isEmpty()) {
            return taken(source, now, SetNote.UNKNOWN, Optional.of(bytes), endRemark(source, now, bytes));
        }
        if (Arrays.equals(copy.orElseThrow(), bytes)) {
            return taken(source, now, now.entries().size(), Optional.empty(), List.of());
        }
        return compared(source, now, before.get(), bytes, isEnded(copy.orElseThrow()));
    }

    private SetContents compared(
            SetSource source, SetContents now, SetContents before, byte[] bytes, boolean wasEnded) {
        List<Cidr> wide = newlyWide(now.entries(), before.entries());
        String doubt = doubt(source.guard(), now, before, wasEnded && !isEnded(bytes), wide);
        int entriesBefore = before.entries().size();
        if (doubt.isEmpty() || takesAll || source.guard().mode() == SetGuard.Mode.NONE) {
            List<String> remarks = new ArrayList<>();
            if (!wide.isEmpty()) {
                remarks.add("'" + source.file() + "' has very wide networks it hadn't before: " + told(wide));
            }
            if (!doubt.isEmpty()) {
                remarks.add("'" + source.file() + "' was taken as it is: " + doubt);
            }
            return taken(source, now, entriesBefore, Optional.of(bytes), remarks);
        }
        note(source, entriesBefore, entriesBefore, doubt, Optional.empty());
        String remedy = "; mend the file, or take it with 'sekimori policy reload --accept-lists'";
        return with(
                before,
                List.of("'" + source.file() + "': " + doubt + "; the last good contents stay, " + entriesBefore
                        + " entries" + remedy));
    }

    private String doubt(SetGuard guard, SetContents now, SetContents before, boolean isCutOff, List<Cidr> wide) {
        int entriesBefore = before.entries().size();
        int entries = now.entries().size();
        if (isCutOff) {
            return "its last line isn't ended by a newline, as if it were cut off";
        }
        if (!now.errors().isEmpty()) {
            return "";
        }
        if (entries == 0 && entriesBefore > 0) {
            return "it became empty, after " + entriesBefore + (entriesBefore == 1 ? " entry" : " entries");
        }
        if (entriesBefore >= SHORT_LIST && guard.isShrunk(entriesBefore, entries)) {
            return "it shrank from " + entriesBefore + " to " + entries + " entries, by more than "
                    + guard.maxShrinkPercent() + "%";
        }
        boolean isStrict = guard.mode() == SetGuard.Mode.STRICT;
        return isStrict && !wide.isEmpty() ? "it has very wide networks it hadn't before: " + told(wide) : "";
    }

    private static List<String> endRemark(SetSource source, SetContents now, byte[] bytes) {
        return now.entries().size() == 0 || isEnded(bytes)
                ? List.of()
                : List.of("'" + source.file() + "': its last line isn't ended by a newline; is it cut off?");
    }

    private SetContents taken(
            SetSource source, SetContents now, int entriesBefore, Optional<byte[]> fresh, List<String> remarks) {
        note(source, entriesBefore, now.entries().size(), "", fresh);
        return remarks.isEmpty() ? now : with(now, remarks);
    }

    private void note(SetSource source, int before, int entries, String held, Optional<byte[]> fresh) {
        long modified = watched.stamp(source.file()).modified().toMillis();
        readings.add(new SetReading(new SetNote(source.set(), source.file(), before, entries, modified, held), fresh));
    }

    private SetContents parsed(SetSource source, byte[] bytes) {
        return SetReader.read(source.file(), bytes, source.layout(), areQuotable());
    }

    private static SetContents with(SetContents contents, List<String> remarks) {
        List<String> warnings = new ArrayList<>(contents.warnings());
        warnings.addAll(remarks);
        return new SetContents(contents.entries(), contents.errors(), warnings);
    }

    private static List<Cidr> newlyWide(NetworkEntries now, NetworkEntries before) {
        List<Cidr> wide = now.widerThan(WIDE_IPV4, WIDE_IPV6);
        if (wide.isEmpty()) {
            return wide;
        }
        Set<Cidr> known = new HashSet<>(before.widerThan(WIDE_IPV4, WIDE_IPV6));
        return wide.stream().filter(network -> !known.contains(network)).toList();
    }

    private String told(List<Cidr> wide) {
        if (!areQuotable()) {
            return "" + wide.size();
        }
        List<String> some = wide.stream().limit(MAX_TOLD).map(Cidr::toString).toList();
        return String.join(", ", some) + (wide.size() > MAX_TOLD ? " and " + (wide.size() - MAX_TOLD) + " more" : "");
    }

    private static boolean isEnded(byte[] text) {
        return text.length == 0 || text[text.length - 1] == '\n';
    }
}
