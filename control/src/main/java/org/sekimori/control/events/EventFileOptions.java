package org.sekimori.control.events;

/**
 * Bounds of the event file.
 *
 * @param fileBytes bytes of one file, {@value #MIN_FILE_BYTES} at least
 * @param keptFiles how many full ones are kept beside the one that is written, 1 to {@value #MAX_KEPT_FILES}
 */
public record EventFileOptions(long fileBytes, int keptFiles) {
    public static final long MIN_FILE_BYTES = 4096;
    public static final int MAX_KEPT_FILES = 20;
    public static final EventFileOptions DEFAULT = new EventFileOptions(10L << 20, 4);

    public EventFileOptions {
        if (fileBytes < MIN_FILE_BYTES) {
            throw new IllegalArgumentException("fileBytes " + fileBytes + ": at least " + MIN_FILE_BYTES);
        }
        if (keptFiles < 1 || keptFiles > MAX_KEPT_FILES) {
            throw new IllegalArgumentException("keptFiles " + keptFiles + ": 1 to " + MAX_KEPT_FILES);
        }
    }
}
