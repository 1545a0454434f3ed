package org.sekimori.control.log;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.sekimori.control.report.LineText;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.line.ChangeGate;
import org.sekimori.dataplane.line.LinkState;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.line.PortState;

/**
 * Says in the box's log what becomes of its ports' links, at a bounded rate where one flaps. Looking costs one load while
 * nothing changes. Belongs to one thread.
 */
public final class LineLog {
    private static final String WARNING = "warning: ";

    private final BoxFileReader box;
    private final Consumer<String> log;
    private final Map<PortRole, Port> ports = new EnumMap<>(PortRole.class);
    private long seen;
    private boolean isWaiting;
    private String suspicion = "";

    /** Of this box; the log takes a line each. */
    public LineLog(BoxFileReader box, Consumer<String> log) {
        this.box = box;
        this.log = log;
        for (PortRole role : PortRole.values()) {
            ports.put(role, new Port(role));
        }
    }

    /** Looks once, at that time by {@link System#nanoTime}. */
    public void look(long nowNs) {
        long number = box.lineNumber();
        if (number == seen && !isWaiting) {
            return;
        }
        seen = number;
        BoxStatus status = box.status();
        isWaiting = false;
        ports.values().forEach(port -> port.look(status, nowNs));
        if (!status.line().suspicion().equals(suspicion)) {
            suspicion = status.line().suspicion();
            log.accept(suspicion.isEmpty() ? "WAN and LAN look right again" : WARNING + suspicion);
        }
    }

    /** What was said of one port. */
    private final class Port {
        private final PortRole role;
        private final ChangeGate gate = new ChangeGate();
        private String condition = "";

        Port(PortRole role) {
            this.role = role;
        }

        void look(BoxStatus status, long nowNs) {
            PortState now = status.line().port(role);
            String name = status.interfaceName(role);
            if (now.changes() != gate.told()) {
                sayLink(name, now, nowNs);
            }
            if (!now.condition().equals(condition)) {
                condition = now.condition();
                String subject = role.name() + " port " + name + ": ";
                log.accept(
                        condition.isEmpty() ? subject + "nothing blocks it any more" : WARNING + subject + condition);
            }
        }

        private void sayLink(String name, PortState now, long nowNs) {
            long before = gate.told();
            if (now.link() == LinkState.SETTLING) {
                return;
            }
            if (!gate.admits(now.changes(), nowNs)) {
                isWaiting = true;
                return;
            }
            String line = (now.link().isFault() ? WARNING : "") + LineText.port(role, name, now);
            long unsaid = now.changes() - before - 1;
            log.accept(unsaid > 2 ? line + " (" + unsaid + " changes before were not told)" : line);
        }
    }
}
