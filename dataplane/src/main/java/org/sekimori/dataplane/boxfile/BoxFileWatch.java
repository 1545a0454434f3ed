package org.sekimori.dataplane.boxfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Follows the box's file over restarts of the box, each of which makes a new one. Belongs to nobody: calls take turns. */
public final class BoxFileWatch {
    private final Path file;
    private BoxFileReader reader;
    private Object openedKey;
    private String problem = "";
    private boolean isForbidden;

    /** Nothing is opened yet; the file need not be there. */
    public BoxFileWatch(Path file) {
        this.file = file;
    }

    /** The file of the box that runs now, or ran last; the same reader as long as it is the same file. */
    public synchronized Optional<BoxFileReader> current() {
        Object key = key();
        if (key == null || !key.equals(openedKey)) {
            open(key);
        }
        return Optional.ofNullable(reader);
    }

    /** Why there is no file to read, one line; empty if there is one. */
    public synchronized String problem() {
        return problem;
    }

    /** Whether that is since this user may not read it. */
    public synchronized boolean isForbidden() {
        return isForbidden;
    }

    private void open(Object key) {
        reader = null;
        openedKey = null;
        try {
            reader = BoxFileReader.open(file);
            openedKey = key;
            problem = "";
            isForbidden = false;
        } catch (BoxFileException none) {
            problem = none.getMessage();
            isForbidden = none.isForbidden();
        }
    }

    /** Device and inode; taken before the file is opened, so a file replaced in between is opened again next time. */
    private Object key() {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException gone) {
            return null;
        }
    }
}
