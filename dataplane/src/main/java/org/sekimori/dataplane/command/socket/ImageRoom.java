package org.sekimori.dataplane.command.socket;

/** Memory for the one image that may be on its way in. The server thread's own. */
final class ImageRoom {
    private final int maxBytes;
    private Object holder;

    ImageRoom(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Memory for an image of that length, until it is given back.
     *
     * @throws CommandFormatException where that is too long, or the room is taken
     */
    byte[] take(Object who, int length) {
        if (length < 1 || length > maxBytes) {
            throw new CommandFormatException("an image of " + length + " bytes: 1 to " + maxBytes
                    + " are taken; a box with a larger heap (-Xmx) takes more");
        }
        if (holder != null) {
            throw new CommandFormatException("another image is on its way in; try again");
        }
        byte[] memory = new byte[length];
        holder = who;
        return memory;
    }

    /** Whoever had taken it needs it no more. */
    void giveBack(Object who) {
        if (holder == who) {
            holder = null;
        }
    }
}
