package org.sekimori.control.cli;

import java.io.PrintWriter;
import org.sekimori.control.report.CounterJson;
import org.sekimori.control.report.CounterText;
import org.sekimori.control.report.JsonObject;
import org.sekimori.dataplane.counters.BoxCounters;

/** What the box has counted, for people as a table and for scripts as one JSON object. */
final class BoxReport {
    private final BoxCounters counters;

    BoxReport(BoxCounters counters) {
        this.counters = counters;
    }

    void printText(PrintWriter out) {
        CounterText.print(out, counters);
    }

    void printJson(PrintWriter out) {
        JsonObject.print(out, json -> CounterJson.writeAll(json, counters));
    }
}
