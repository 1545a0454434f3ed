package org.sekimori.control.events;

import java.util.function.Consumer;
import org.sekimori.dataplane.line.ChangeGate;
import org.sekimori.dataplane.line.LinkState;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.line.PortState;

/** Tells of one port's link where it has changed, at a bounded rate. Belongs to the pump's thread. */
final class PortObserver {
    private final PortRole role;
    private final Consumer<Event> out;
    private ChangeGate gate = new ChangeGate();
    private boolean wasAbsent;
    private String condition = "";

    PortObserver(PortRole role, Consumer<Event> out) {
        this.role = role;
        this.out = out;
    }

    /** Another box: nothing was told of its ports. */
    void forget() {
        gate = new ChangeGate();
        wasAbsent = false;
        condition = "";
    }

    /** So many changes were told by the process before. */
    void resume(long changes) {
        gate.skip(changes);
    }

    /** How many changes were told. */
    long told() {
        return gate.told();
    }

    /** How the port is now. */
    void look(String interfaceName, PortState now, long nowNs, long epochNs) {
        LinkState link = now.link();
        if (link != LinkState.SETTLING || wasAbsent) {
            long before = gate.told();
            if (gate.admits(now.changes(), nowNs)) {
                out.accept(event(kind(link), interfaceName, epochNs)
                        .with(EventField.STATE, link.word())
                        .with(EventField.CHANGES, now.changes() - before)
                        .with(EventField.CAUSE, now.detail())
                        .build());
                wasAbsent = link.isAbsent();
            }
        }
        if (!now.condition().equals(condition)) {
            condition = now.condition();
            EventKind kind = condition.isEmpty() ? EventKind.PORT_UNBLOCKED : EventKind.PORT_BLOCKED;
            out.accept(event(kind, interfaceName, epochNs)
                    .with(EventField.CAUSE, condition)
                    .build());
        }
    }

    private Event.Builder event(EventKind kind, String interfaceName, long epochNs) {
        return Event.at(epochNs, kind).with(EventField.PORT, role.word()).with(EventField.INTERFACE, interfaceName);
    }

    private EventKind kind(LinkState link) {
        if (link.isAbsent()) {
            return EventKind.PORT_MISSING;
        }
        if (wasAbsent) {
            return EventKind.PORT_RETURNED;
        }
        return switch (link) {
            case UP -> EventKind.PORT_UP;
            case HELD -> EventKind.PORT_HELD;
            default -> EventKind.PORT_DOWN;
        };
    }
}
