package org.sekimori.control.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.line.PortState;

/** The ports' links as fields of a JSON object. */
public final class LineJson {
    private LineJson() {}

    /** Writes the field {@code line} into the object that is open. */
    public static void write(JsonGenerator json, BoxStatus box) throws IOException {
        json.writeObjectFieldStart("line");
        json.writeStringField("state", BoxHealth.lineWord(box));
        json.writeBooleanField("up", BoxHealth.isLineUp(box));
        json.writeStringField("suspicion", box.line().suspicion());
        for (PortRole role : PortRole.values()) {
            writePort(json, role, box.interfaceName(role), box.line().port(role));
        }
        json.writeEndObject();
    }

    private static void writePort(JsonGenerator json, PortRole role, String interfaceName, PortState port)
            throws IOException {
        json.writeObjectFieldStart(role.word());
        json.writeStringField("interface", interfaceName);
        json.writeStringField("mac", port.macText());
        json.writeStringField("state", port.link().word());
        if (port.sinceEpochMs() > 0) {
            json.writeStringField(
                    "since", Instant.ofEpochMilli(port.sinceEpochMs()).toString());
        }
        if (port.speedMbit() > 0) {
            json.writeNumberField("speed-mbit", port.speedMbit());
        }
        json.writeNumberField("changes", port.changes());
        json.writeStringField("detail", port.detail());
        json.writeStringField("condition", port.condition());
        json.writeEndObject();
    }
}
