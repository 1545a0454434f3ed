package org.sekimori.policy.sets;

/** Where the files of named sets come from. Reading a policy does no I/O itself; whoever asks for it does. */
@FunctionalInterface
public interface SetFiles {
    /** The longest file that is read. */
    int MAX_BYTES = 64 * 1024 * 1024;

    /** For policies that come without any files, such as the one built in. */
    SetFiles NONE = name -> {
        throw new SetFileException("files of sets can't be read here");
    };

    /**
     * The file's bytes.
     *
     * @param name as the policy writes it
     * @throws SetFileException with what to say about the file, without its name
     */
    byte[] read(String name) throws SetFileException;

    /**
     * What the file of a set holds.
     *
     * @throws SetFileException as {@link #read}
     */
    default SetContents contents(SetSource source) throws SetFileException {
        return SetReader.read(source.file(), read(source.file()), source.layout(), areQuotable());
    }

    /**
     * Whether findings may quote what a file holds. Not where the policy's author need not be allowed to read the file:
     * then findings have the line's number and the kind of error only.
     */
    default boolean areQuotable() {
        return true;
    }
}
