package org.sekimori.control.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.sekimori.control.history.Author;
import org.sekimori.control.history.EntryJson;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.control.history.HistoryException;
import org.sekimori.control.history.Trigger;
import org.sekimori.control.http.BadRequestException;
import org.sekimori.control.http.Caller;
import org.sekimori.control.http.Endpoint;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.HttpRequest;
import org.sekimori.control.http.Route;
import org.sekimori.control.http.Router;
import org.sekimori.control.reload.ListDigests;
import org.sekimori.control.reload.PolicyBusyException;
import org.sekimori.control.reload.PolicyService;
import org.sekimori.control.reload.PolicyText;
import org.sekimori.control.reload.PushRequest;
import org.sekimori.dataplane.command.PolicyKeeper;

/** The end points about the policy in force and those before it. */
public final class PolicyEndpoints {
    private static final String SOURCE = "source";
    private static final String LISTS = "lists";
    private static final String ACCEPT_LISTS = "accept-lists";
    private static final String PUSHED = "policy.yaml";
    private static final String YAML = "application/yaml";
    private static final int LONGEST_SOURCE = 200;
    private static final int CHECKSUM_RADIX = 16;
    private static final int NOT_FOUND = 404;

    private final PolicyService policies;
    private final Runnable others;

    public PolicyEndpoints(PolicyService policies) {
        this(policies, () -> {});
    }

    /**
     * The same, where a reload has more to read again than the policy.
     *
     * @param others has that be read, soon
     */
    public PolicyEndpoints(PolicyService policies, Runnable others) {
        this.policies = policies;
        this.others = others;
    }

    /** Adds all of them. */
    public void addTo(Router.Builder routes) {
        routes.add("GET", "/api/v1/policy", patient(this::show))
                .add(Route.Load.CHANGE, "PUT", "/api/v1/policy", patient(this::push))
                .add(
                        Route.Load.CHECK,
                        "POST",
                        "/api/v1/policy/validate",
                        patient(request -> PolicyAnswers.check(policies.validate(text(request)))))
                .add("POST", "/api/v1/policy/confirm", patient(this::confirm))
                .add(Route.Load.ROLLBACK, "POST", "/api/v1/policy/rollback", patient(this::rollback))
                .add(Route.Load.CHANGE, "POST", "/api/v1/policy/reload", patient(this::reload))
                .add("GET", "/api/v1/policy/history", request -> history())
                .add("GET", "/api/v1/policy/history/{id}", this::entry);
    }

    /** A change that waits too long for another is no fault. */
    static Endpoint patient(Endpoint endpoint) {
        return request -> {
            try {
                return endpoint.handle(request);
            } catch (PolicyBusyException busy) {
                return HttpAnswer.problem(503, "Busy", busy.getMessage());
            }
        };
    }

    private HttpAnswer show(HttpRequest request) {
        if (wantsText(request) && policies.status().current().isPresent()) {
            return text(policies.status().current().get());
        }
        return PolicyAnswers.status(policies.status(), policies.report());
    }

    private HttpAnswer push(HttpRequest request) {
        return PolicyAnswers.outcome(policies.push(text(request), wish(request)));
    }

    private HttpAnswer confirm(HttpRequest request) {
        return PolicyAnswers.outcome(policies.confirm(author(request.caller())));
    }

    private HttpAnswer rollback(HttpRequest request) {
        OptionalLong id = request.parameter("id").isPresent()
                ? OptionalLong.of(request.number("id", 0, 1, Integer.MAX_VALUE))
                : OptionalLong.empty();
        return PolicyAnswers.outcome(policies.rollback(id, wish(request)));
    }

    private HttpAnswer reload(HttpRequest request) {
        String accepts = request.parameter(ACCEPT_LISTS).orElse(Boolean.FALSE.toString());
        if (!accepts.equals(Boolean.TRUE.toString()) && !accepts.equals(Boolean.FALSE.toString())) {
            throw new BadRequestException(ACCEPT_LISTS + " '" + accepts + "': true or false is wanted");
        }
        PushRequest wish = PushRequest.of(author(request.caller()), trigger(request));
        others.run();
        return PolicyAnswers.outcome(policies.reload(wish, Boolean.parseBoolean(accepts)));
    }

    private HttpAnswer history() {
        return HttpAnswer.json(200, json -> {
            json.writeArrayFieldStart("entries");
            for (HistoryEntry entry : policies.history().entries()) {
                json.writeStartObject();
                EntryJson.writeFacts(json, entry);
                json.writeBooleanField("kept", entry.isKept());
                json.writeNumberField("warnings-count", entry.notes().warnings().size());
                json.writeNumberField("differences-count", entry.differences().size() + entry.omitted());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private HttpAnswer entry(HttpRequest request) {
        int id = request.pathNumber("id", 1, Integer.MAX_VALUE);
        return policies.history()
                .entry(id)
                .map(entry -> wantsText(request) ? text(entry) : shown(entry))
                .orElseGet(() -> HttpAnswer.problem(NOT_FOUND, "Not found", "the history has no entry " + id));
    }

    private static HttpAnswer shown(HistoryEntry entry) {
        return HttpAnswer.json(200, json -> {
            EntryJson.writeFacts(json, entry);
            json.writeBooleanField("kept", entry.isKept());
            EntryJson.writeNotes(json, entry.notes());
            EntryJson.writeDifferences(json, entry);
        });
    }

    private HttpAnswer text(HistoryEntry entry) {
        try {
            byte[] text = policies.history().text(entry).getBytes(StandardCharsets.UTF_8);
            return HttpAnswer.of(200, YAML, text).with("ETag", PolicyAnswers.tag(entry));
        } catch (HistoryException unreadable) {
            return HttpAnswer.problem(NOT_FOUND, "Not found", unreadable.getMessage());
        }
    }

    private static boolean wantsText(HttpRequest request) {
        String form = request.parameter("as").orElse("json");
        if (!form.equals("json") && !form.equals("yaml")) {
            throw new BadRequestException("as '" + form + "': json or yaml is wanted");
        }
        return form.equals("yaml");
    }

    private static PushRequest wish(HttpRequest request) {
        int confirmSeconds = request.number("confirm", 0, 0, PolicyKeeper.MAX_CONFIRM_SECONDS);
        return new PushRequest(
                author(request.caller()), trigger(request), confirmSeconds, expected(request), lists(request));
    }

    private static Optional<String> lists(HttpRequest request) {
        Optional<String> lists = request.parameter(LISTS);
        if (lists.isPresent() && !lists.get().matches(ListDigests.PATTERN)) {
            throw new BadRequestException(LISTS + ": digests of twelve hexadecimal digits, joined by dots, are wanted");
        }
        return lists;
    }

    private static Trigger trigger(HttpRequest request) {
        return request.caller().kind() == Caller.Kind.PEER ? Trigger.COMMAND : Trigger.API;
    }

    private static Author author(Caller caller) {
        return new Author(caller.name());
    }

    private static OptionalInt expected(HttpRequest request) {
        String tag = request.ifMatch().strip();
        if (tag.isEmpty() || tag.equals("*")) {
            return OptionalInt.empty();
        }
        String digits = tag.replace("\"", "");
        if (!digits.matches("[0-9a-f]{8}")) {
            throw new BadRequestException("If-Match " + tag + ": one ETag as GET gave it is wanted");
        }
        return OptionalInt.of(Integer.parseUnsignedInt(digits, CHECKSUM_RADIX));
    }

    /** The policy in the body. */
    PolicyText text(HttpRequest request) {
        String source = request.parameter(SOURCE).orElse(PUSHED).replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
        if (source.length() > LONGEST_SOURCE) {
            throw new BadRequestException(SOURCE + ": at most " + LONGEST_SOURCE + " characters are wanted");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(request.body()))
                    .toString();
            return policies.pushed(source, text);
        } catch (CharacterCodingException binary) {
            throw new BadRequestException("the body is not UTF-8 text");
        }
    }
}
