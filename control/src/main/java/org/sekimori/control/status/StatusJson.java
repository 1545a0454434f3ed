package org.sekimori.control.status;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.control.report.CounterJson;
import org.sekimori.control.report.FindingJson;
import org.sekimori.control.report.GuardJson;
import org.sekimori.control.report.LineJson;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.boxfile.PolicyNotice;

/** The status as the fields of a JSON object. */
public final class StatusJson {
    private final JsonGenerator json;
    private final SystemStatus status;

    private StatusJson(JsonGenerator json, SystemStatus status) {
        this.json = json;
        this.status = status;
    }

    /**
     * Writes {@code box}, {@code healthy}, {@code problems}, {@code warnings}, {@code line}, {@code guard}, {@code policy}, {@code control}
     * and, where there is a box, its counters, in brief.
     */
    public static void write(JsonGenerator json, SystemStatus status) throws IOException {
        new StatusJson(json, status).write();
    }

    private void write() throws IOException {
        json.writeObjectFieldStart("box");
        json.writeStringField("state", status.boxState());
        json.writeBooleanField("filtering", status.isFiltering());
        json.writeNumberField(
                "epoch", status.box().map(box -> box.policy().epoch()).orElse(0L));
        json.writeStringField("problem", status.boxProblem());
        if (status.box().isPresent()) {
            writeBox(status.box().get());
        }
        json.writeEndObject();
        json.writeBooleanField("healthy", status.isHealthy());
        FindingJson.writeLines(json, "problems", status.problems());
        FindingJson.writeLines(json, "warnings", status.warnings());
        if (status.box().isPresent()) {
            LineJson.write(json, status.box().get());
            GuardJson.write(json, status.box().get());
            writePolicy(status.box().get().policy());
        }
        if (status.control().flatMap(ControlFacts::policies).isPresent()) {
            PolicyReportJson.write(
                    json, status.control().flatMap(ControlFacts::policies).get());
        }
        writeControl();
        if (status.counters().isPresent()) {
            CounterJson.writeBrief(json, status.counters().get());
        }
    }

    private void writeBox(BoxStatus box) throws IOException {
        json.writeNumberField("pid", box.pid());
        json.writeStringField("instance", Long.toHexString(box.instance()));
        writeStart(box.startedEpochMs());
        json.writeNumberField("heartbeat-age-ms", TimeUnit.NANOSECONDS.toMillis(box.heartbeatAgeNs()));
        json.writeStringField("notice", box.notice());
        json.writeStringField("offload", box.offload().words());
        json.writeBooleanField("offload-lacking", box.offload().isLacking());
        json.writeNumberField("gc-count", box.gcCount());
        json.writeNumberField("gc-ms", box.gcMillis());
    }

    private void writePolicy(PolicyNotice policy) throws IOException {
        json.writeObjectFieldStart("policy");
        json.writeStringField("name", policy.policyName());
        json.writeStringField("checksum", BoxHealth.checksum(policy.checksum()));
        json.writeNumberField("rules", policy.ruleCount());
        json.writeBooleanField("monitor-only", policy.monitorOnly());
        json.writeStringField("origin", policy.origin());
        json.writeBooleanField("kept", policy.kept());
        json.writeBooleanField("unconfirmed", policy.confirmDeadlineNs() != 0);
        if (policy.confirmDeadlineNs() != 0) {
            long leftNs = BoxHealth.confirmLeftNs(policy, status.nowNs());
            json.writeNumberField("confirm-left-seconds", TimeUnit.NANOSECONDS.toSeconds(leftNs));
            json.writeStringField("unconfirmed-over", BoxHealth.checksum(policy.unconfirmedOver()));
        }
        json.writeStringField("remark", policy.remark());
        json.writeEndObject();
    }

    private void writeControl() throws IOException {
        json.writeObjectFieldStart("control");
        json.writeBooleanField("running", status.control().isPresent());
        if (status.control().isPresent()) {
            ControlFacts control = status.control().get();
            json.writeStringField("socket", control.socket().toString());
            json.writeNumberField("pid", control.pid());
            writeStart(control.startedEpochMs());
            json.writeArrayFieldStart("listeners");
            for (String listener : control.listeners()) {
                json.writeString(listener);
            }
            json.writeEndArray();
            json.writeStringField("refused", control.refusal());
        }
        json.writeEndObject();
    }

    private void writeStart(long epochMs) throws IOException {
        json.writeStringField("started", Instant.ofEpochMilli(epochMs).toString());
        json.writeNumberField(
                "uptime-seconds", TimeUnit.MILLISECONDS.toSeconds(Math.max(0, status.nowEpochMs() - epochMs)));
    }
}
