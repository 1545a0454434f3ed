package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** By what a file is known to be another one than before: time, size and identity. */
record FileStamp(FileTime modified, long sizeBytes, Object key) {
    /** Of a file that isn't there. */
    static final FileStamp ABSENT = new FileStamp(FileTime.fromMillis(0), -1, null);

    /** How the file is now. */
    static FileStamp of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException gone) {
            return ABSENT;
        }
    }
}
