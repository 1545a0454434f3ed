package org.sekimori.control.reload;

import java.util.Optional;
import org.sekimori.control.history.SetNote;

/**
 * What a set's file gave.
 *
 * @param fresh the file's bytes, to be the last good ones once the policy is in force; empty where they are already, or
 *     weren't taken
 */
record SetReading(SetNote note, Optional<byte[]> fresh) {}
