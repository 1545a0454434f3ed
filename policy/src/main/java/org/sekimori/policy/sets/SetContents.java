package org.sekimori.policy.sets;

import java.util.List;

/**
 * What a file of networks holds.
 *
 * @param entries  its networks
 * @param errors   what can't be read, each with its line; the set can't be used
 * @param warnings what was passed over
 */
public record SetContents(NetworkEntries entries, List<String> errors, List<String> warnings) {
    public SetContents {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }
}
