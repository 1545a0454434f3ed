package org.sekimori.dataplane.boxfile;

import static org.sekimori.dataplane.boxfile.LineDescriptor.*;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.line.LineStatus;
import org.sekimori.dataplane.line.LinkState;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.line.PortState;

/** Reads what a box knows of its ports' links, from memory that it goes on writing. Any thread. */
final class LineReader {
    private static final long MAC_MASK = 0xFFFF_FFFF_FFFFL;

    private final UnsafeBuffer buffer;

    LineReader(UnsafeBuffer buffer) {
        this.buffer = buffer;
    }

    /** Another number where something has changed since; one load. */
    long number() {
        return SLOTS.number(buffer);
    }

    /** Both ports, as they were written at one time. Partner: {@link LineWriter}. */
    LineStatus read() {
        UnsafeBuffer slot = SLOTS.read(buffer, "the ports' state");
        return new LineStatus(
                port(slot, PortRole.WAN), port(slot, PortRole.LAN), FixedText.read(slot, SUSPICION, SUSPICION_LENGTH));
    }

    private static PortState port(UnsafeBuffer slot, PortRole role) {
        int at = role.ordinal() * PORT_LENGTH;
        return new PortState(
                LinkState.of(slot.getInt(at + LINK)),
                slot.getLong(at + SINCE),
                slot.getLong(at + CHANGES),
                Math.max(0, slot.getInt(at + SPEED)),
                slot.getLong(at + MAC) & MAC_MASK,
                FixedText.read(slot, at + DETAIL, DETAIL_LENGTH),
                FixedText.read(slot, at + CONDITION, CONDITION_LENGTH));
    }
}
