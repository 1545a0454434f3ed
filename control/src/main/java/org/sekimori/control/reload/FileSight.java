package org.sekimori.control.reload;

import java.util.OptionalInt;

/**
 * What control last read of the policy it was started with.
 *
 * @param name     of the file, or of the profile in its place
 * @param isFile   whether it is a file
 * @param checksum of what it compiles to; empty where it can't be used
 * @param problem  why it can't be used, one line; else empty
 */
record FileSight(String name, boolean isFile, FileMark mark, OptionalInt checksum, String problem) {}
