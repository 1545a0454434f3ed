package org.sekimori.dataplane.ebpf;

/** A place in a program that jumps name, before or after it is known; made and placed (once) by one {@link Assembler}. */
public final class Label {
    private static final int NOWHERE = -1;

    private final Assembler owner;
    private int position = NOWHERE;

    Label(Assembler owner) {
        this.owner = owner;
    }

    Label requireOwner(Assembler assembler) {
        if (owner != assembler) {
            throw new IllegalStateException("The label is another assembler's");
        }
        return this;
    }

    boolean isPlaced() {
        return position != NOWHERE;
    }

    void placeAt(int newPosition) {
        if (isPlaced()) {
            throw new IllegalStateException("The label is placed twice, at " + position + " and " + newPosition);
        }
        position = newPosition;
    }

    int position() {
        return position;
    }
}
