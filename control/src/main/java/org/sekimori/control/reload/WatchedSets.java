package org.sekimori.control.reload;

import java.nio.file.Path;
import java.util.Map;
import org.sekimori.policy.sets.SetFileException;
import org.sekimori.policy.sets.SetFiles;

/** Files of sets that are remembered with how they were, so that a change can be noticed. */
interface WatchedSets extends SetFiles {
    /** Every file that was asked for, there or not, with how it was before it was read. */
    Map<Path, FileStamp> filesRead();

    /** How the file of that name was before it was read; absent where it wasn't. */
    FileStamp stamp(String name);

    /** The same sets, which know no files where they aren't watched. */
    static WatchedSets of(SetFiles sets) {
        return sets instanceof WatchedSets watched ? watched : new Unwatched(sets);
    }

    /** Sets that come from no file that anybody could watch. */
    record Unwatched(SetFiles sets) implements WatchedSets {
        @Override
        public byte[] read(String name) throws SetFileException {
            return sets.read(name);
        }

        @Override
        public Map<Path, FileStamp> filesRead() {
            return Map.of();
        }

        @Override
        public FileStamp stamp(String name) {
            return FileStamp.ABSENT;
        }
    }
}
