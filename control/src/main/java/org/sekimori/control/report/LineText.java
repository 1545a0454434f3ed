package org.sekimori.control.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.line.LinkState;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.line.PortState;

/** The ports' links in sentences for people. */
public final class LineText {
    private static final int MBIT_PER_GBIT = 1000;

    private LineText() {}

    /** Such as {@code WAN port eth0 has no carrier: cable, or far end}. */
    public static String port(PortRole role, String interfaceName, PortState state) {
        String name = interfaceName.isEmpty() ? "" : " " + interfaceName;
        StringBuilder line = new StringBuilder(role.name())
                .append(" port")
                .append(name)
                .append(' ')
                .append(state.link().meaning().replace("NAME", interfaceName));
        if (state.speedMbit() > 0) {
            line.append(", ").append(speed(state.speedMbit()));
        }
        return state.detail().isEmpty()
                ? line.toString()
                : line.append("; ").append(state.detail()).toString();
    }

    /** What keeps frames from crossing, a line for each port that has something of its own; empty where nothing does. */
    static List<String> problems(BoxStatus box) {
        List<String> problems = new ArrayList<>();
        for (PortRole role : PortRole.values()) {
            PortState port = box.line().port(role);
            boolean isLost = port.link() != LinkState.UP && port.link() != LinkState.UNKNOWN;
            if (isLost) {
                problems.add(port(role, box.interfaceName(role), port));
            }
            if (!port.condition().isEmpty()) {
                problems.add(role.name() + " port " + box.interfaceName(role) + ": " + port.condition());
            }
        }
        return problems;
    }

    private static String speed(int mbit) {
        return mbit >= MBIT_PER_GBIT && mbit % MBIT_PER_GBIT == 0
                ? String.format(Locale.ROOT, "%d Gbit/s", mbit / MBIT_PER_GBIT)
                : String.format(Locale.ROOT, "%d Mbit/s", mbit);
    }
}
