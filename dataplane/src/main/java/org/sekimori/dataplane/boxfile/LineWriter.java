package org.sekimori.dataplane.boxfile;

import static org.sekimori.dataplane.boxfile.LineDescriptor.*;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.line.LineStatus;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.line.PortState;

/** Writes what a box knows of its ports' links. Any thread but those that move frames. */
public final class LineWriter {
    private final UnsafeBuffer buffer;
    private LineStatus line = LineStatus.UNKNOWN;

    LineWriter(UnsafeBuffer buffer) {
        this.buffer = buffer;
    }

    /** That port's link is like this now; its condition stays as it was said last. */
    public synchronized void link(PortRole role, PortState value) {
        port(role, value.withCondition(line.port(role).condition()));
    }

    /** What keeps frames from passing that port though its link may be up, one line; empty once nothing does. */
    public synchronized void condition(PortRole role, String condition) {
        port(role, line.port(role).withCondition(condition));
    }

    /** What looks wrong about how the ports are connected, one line; empty once nothing does. */
    public synchronized void suspicion(String value) {
        write(new LineStatus(line.wan(), line.lan(), value));
    }

    private void port(PortRole role, PortState value) {
        write(
                role == PortRole.WAN
                        ? new LineStatus(value, line.lan(), line.suspicion())
                        : new LineStatus(line.wan(), value, line.suspicion()));
    }

    /** Partner: {@link LineReader}. */
    private void write(LineStatus value) {
        if (!value.equals(line)) {
            line = value;
            SLOTS.write(buffer, this::write);
        }
    }

    private void write(int at) {
        for (PortRole role : PortRole.values()) {
            write(at + role.ordinal() * PORT_LENGTH, line.port(role));
        }
        FixedText.write(buffer, at + SUSPICION, SUSPICION_LENGTH, line.suspicion());
    }

    private void write(int at, PortState port) {
        buffer.putInt(at + LINK, port.link().ordinal());
        buffer.putInt(at + SPEED, port.speedMbit());
        buffer.putLong(at + SINCE, port.sinceEpochMs());
        buffer.putLong(at + CHANGES, port.changes());
        buffer.putLong(at + MAC, port.mac());
        FixedText.write(buffer, at + DETAIL, DETAIL_LENGTH, port.detail());
        FixedText.write(buffer, at + CONDITION, CONDITION_LENGTH, port.condition());
    }
}
