package org.sekimori.control.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.boxfile.GuardNotice;

/** What keeps the line while no box is there, as a member {@code guard} of a JSON object. */
public final class GuardJson {
    private GuardJson() {}

    /** Writes it; nothing where nothing guards. */
    public static void write(JsonGenerator json, BoxStatus box) throws IOException {
        GuardNotice guard = box.guard();
        if (!guard.isThere()) {
            return;
        }
        boolean isLeftBehind = GuardText.isLeftBehind(box);
        json.writeObjectFieldStart("guard");
        json.writeStringField("mode", isLeftBehind ? GuardNotice.ALONE : guard.mode());
        json.writeBooleanField("left-behind", isLeftBehind);
        json.writeStringField("since", time(guard.sinceEpochMs()));
        json.writeNumberField("trips", guard.trips());
        if (guard.lastTripEpochMs() != 0) {
            json.writeStringField("last-trip", time(guard.lastTripEpochMs()));
        }
        json.writeNumberField("limit-ms", guard.limitMs());
        json.writeStringField("fail", guard.fail());
        json.writeStringField("hook", guard.hook());
        json.writeBooleanField("outlives-box", guard.outlives());
        json.writeBooleanField("stays", guard.stays());
        json.writeStringField("policy", guard.policyName());
        json.writeStringField("checksum", BoxHealth.checksum(guard.checksum()));
        json.writeEndObject();
    }

    private static String time(long epochMs) {
        return Instant.ofEpochMilli(epochMs).toString();
    }
}
