package org.sekimori.control.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.HttpRequest;
import org.sekimori.control.http.Route;
import org.sekimori.control.http.Router;
import org.sekimori.control.reload.Candidate;
import org.sekimori.control.reload.PolicyService;
import org.sekimori.control.report.FindingJson;
import org.sekimori.dataplane.agent.WhatIfSource;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxFileWatch;
import org.sekimori.dataplane.command.BoxRefusalException;
import org.sekimori.dataplane.command.BoxUnreachableException;
import org.sekimori.dataplane.whatif.HostChange;
import org.sekimori.dataplane.whatif.WhatIfCounters;
import org.sekimori.policy.Cidr;

/** The end points about a policy that judges live frames beside the one in force, without effect. */
public final class WhatIfEndpoints {
    private static final String PATH = "/api/v1/policy/whatif";
    private static final int DEFAULT_SECONDS = 3600;
    private static final int PER_MILLE_TO_PERCENT = 10;
    private static final int DEFAULT_HOSTS = 20;
    private static final int MOST_HOSTS = 1024;
    private static final long IPV4_MASK = 0xffff_ffffL;

    private final PolicyService policies;
    private final PolicyEndpoints texts;
    private final BoxFileWatch watch;

    public WhatIfEndpoints(PolicyService policies, PolicyEndpoints texts, BoxFileWatch watch) {
        this.policies = policies;
        this.texts = texts;
        this.watch = watch;
    }

    /** Adds all of them. */
    public void addTo(Router.Builder routes) {
        routes.add("GET", PATH, this::report)
                .add(Route.Load.CHANGE, "POST", PATH, PolicyEndpoints.patient(this::begin))
                .add("DELETE", PATH, PolicyEndpoints.patient(request -> end()));
    }

    private HttpAnswer begin(HttpRequest request) {
        int seconds = request.number("seconds", DEFAULT_SECONDS, 1, WhatIfSource.MAX_SECONDS);
        return asked(() -> {
            Candidate candidate = policies.beginWhatIf(texts.text(request), seconds);
            return candidate.isUsable()
                    ? PolicyAnswers.check(candidate)
                    : HttpAnswer.problem(422, "The policy can't be used", "see the findings and reasons", json -> {
                        FindingJson.write(json, candidate.findings());
                        FindingJson.writeLines(json, "reasons", candidate.refusals());
                    });
        });
    }

    private HttpAnswer end() {
        return asked(() -> {
            policies.endWhatIf();
            return HttpAnswer.noContent();
        });
    }

    private interface Question {
        HttpAnswer ask();
    }

    private static HttpAnswer asked(Question question) {
        try {
            return question.ask();
        } catch (BoxRefusalException refusal) {
            return HttpAnswer.problem(502, "The box refuses", refusal.getMessage());
        } catch (BoxUnreachableException unreachable) {
            return HttpAnswer.problem(503, "No box answers", unreachable.getMessage());
        }
    }

    private HttpAnswer report(HttpRequest request) {
        int most = request.number("hosts", DEFAULT_HOSTS, 0, MOST_HOSTS);
        Optional<WhatIfCounters> counters = watch.current().map(BoxFileReader::whatIf);
        return counters.map(found -> HttpAnswer.json(200, json -> write(json, found, most)))
                .orElseGet(() -> HttpAnswer.problem(503, "No box", watch.problem()));
    }

    private static void write(JsonGenerator json, WhatIfCounters counters, int most) throws IOException {
        json.writeBooleanField("running", counters.isRunning());
        json.writeStringField("ended", counters.end().word());
        json.writeNumberField("run", counters.run());
        json.writeStringField("checksum", String.format("%08x", counters.checksum()));
        count(json, "compared", counters.comparedFrames(), counters.comparedBytes());
        json.writeObjectFieldStart("cost");
        json.writeNumberField("frame-ns", counters.frameNs());
        json.writeNumberField("share-percent", counters.sharePerMille() / (double) PER_MILLE_TO_PERCENT);
        json.writeNumberField("share-limit-percent", WhatIfSource.MAX_SHARE_PERCENT);
        json.writeEndObject();
        count(json, "additional", counters.additionalFrames(), counters.additionalBytes());
        count(json, "stopped", counters.stoppedFrames(), counters.stoppedBytes());
        List<HostChange> hosts = counters.hosts();
        json.writeArrayFieldStart("hosts");
        for (HostChange host : hosts.subList(0, Math.min(most, hosts.size()))) {
            json.writeStartObject();
            json.writeStringField("address", address(host));
            count(json, "additional", host.additionalFrames(), host.additionalBytes());
            count(json, "stopped", host.stoppedFrames(), host.stoppedBytes());
            json.writeStringField("candidate-rule", host.candidateRule());
            json.writeStringField("active-rule", host.activeRule());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("hosts-count", hosts.size());
        json.writeNumberField("additional-elsewhere", counters.additionalFramesElsewhere());
        json.writeNumberField("stopped-elsewhere", counters.stoppedFramesElsewhere());
    }

    private static void count(JsonGenerator json, String name, long frames, long bytes) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("frames", frames);
        json.writeNumberField("bytes", bytes);
        json.writeEndObject();
    }

    private static String address(HostChange host) {
        int version = host.ipVersion();
        boolean isIpv4 = version == Cidr.IPV4;
        long low = isIpv4 ? host.addressLow() & IPV4_MASK : host.addressLow();
        String text = new Cidr(version, isIpv4 ? 0 : host.addressHigh(), low, Cidr.addressBits(version)).toString();
        int slash = text.indexOf('/');
        return slash < 0 ? text : text.substring(0, slash);
    }
}
