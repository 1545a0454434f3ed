package org.sekimori.control.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Optional;
import java.util.Set;
import org.sekimori.control.http.BadRequestException;
import org.sekimori.control.http.Caller;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.HttpRequest;
import org.sekimori.control.http.Route;
import org.sekimori.control.http.Router;

/** A request of which the headers are here and judged: refused, or on its way with a body to collect. Belongs to its connection. */
final class IncomingRequest {
    private static final int SMALL_BODY_BYTES = 64 << 10;
    private static final Set<String> CHANGE_NOTHING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final BodyBudget bodies;
    private byte[] body = new byte[0];
    private int received;
    private String method = "";
    private String accept = "";
    private String ifMatch = "";
    private RequestTarget target;
    private Router.Match match;
    private RequestGuard.Decision decision;
    private HttpAnswer refusal;
    private boolean mustClose;
    private long bodyLength;
    private long reservedBytes;

    private IncomingRequest(BodyBudget bodies) {
        this.bodies = bodies;
    }

    /** Judges a request by its headers. */
    static IncomingRequest judge(io.netty.handler.codec.http.HttpRequest head, Peer peer, ServerParts parts) {
        IncomingRequest request = new IncomingRequest(parts.bodies().get(peer.origin()));
        request.refusal = request.readForm(head);
        if (request.refusal != null) {
            request.mustClose = true;
            return request;
        }
        request.refusal = request.readMeaning(head, peer, parts);
        request.mustClose = request.refusal != null && request.bodyLength > 0;
        return request;
    }

    /** What is wrong with it whoever sends it, or null. After these errors nobody knows where the next request begins. */
    private HttpAnswer readForm(io.netty.handler.codec.http.HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            return refusalOf(head.decoderResult().cause());
        }
        if (!head.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !head.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return Refusals.malformed();
        }
        HttpHeaders headers = head.headers();
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return Refusals.lengthRequired();
        }
        if (headers.contains(HttpHeaderNames.EXPECT) && !HttpUtil.is100ContinueExpected(head)) {
            return Refusals.expectationFailed();
        }
        bodyLength = HttpUtil.getContentLength(head, 0L);
        method = head.method().name();
        accept = headers.get(HttpHeaderNames.ACCEPT, "");
        ifMatch = headers.get(HttpHeaderNames.IF_MATCH, "");
        try {
            target = RequestTarget.parse(head.uri());
            return null;
        } catch (BadRequestException wrong) {
            return Refusals.badRequest(wrong.getMessage());
        }
    }

    private static HttpAnswer refusalOf(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Refusals.lineTooLong();
        }
        return cause instanceof TooLongHttpHeaderException ? Refusals.headersTooLarge() : Refusals.malformed();
    }

    /** What is wrong with it from this caller at this place, or null. */
    private HttpAnswer readMeaning(io.netty.handler.codec.http.HttpRequest head, Peer peer, ServerParts parts) {
        Optional<Router.Match> found = parts.router().find(method, target.path());
        boolean changes = !CHANGE_NOTHING.contains(method);
        boolean open = found.isPresent() && found.get().route().open();
        decision = parts.guard().decide(peer, head.headers(), changes, open);
        if (decision.refusal().isPresent()) {
            return decision.refusal().get();
        }
        if (found.isEmpty()) {
            String allowed = parts.router().allowed(target.path());
            return allowed.isEmpty() ? Refusals.notFound() : Refusals.methodNotAllowed(allowed);
        }
        match = found.get();
        return reserve(parts.limits().sizes());
    }

    private HttpAnswer reserve(HttpLimits.Sizes sizes) {
        int most = decision.caller().kind() == Caller.Kind.NOBODY ? sizes.strangerBodyBytes() : sizes.bodyBytes();
        if (bodyLength > most) {
            return Refusals.tooLarge(most);
        }
        // small ones are bounded by the number of connections
        long held = bodyLength > SMALL_BODY_BYTES ? bodyLength : 0;
        if (!bodies.take(held)) {
            return Refusals.busy();
        }
        reservedBytes = held;
        return null;
    }

    /** The answer, where it is clear already. */
    Optional<HttpAnswer> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Whether the connection can't go on after the refusal: what follows on it is not a request. */
    boolean mustClose() {
        return mustClose;
    }

    /** Whether the caller has shown who it is. */
    boolean isKnown() {
        return decision != null && decision.caller().kind() != Caller.Kind.NOBODY;
    }

    RequestGuard.Decision decision() {
        return decision;
    }

    Route route() {
        return match.route();
    }

    /** Takes more of the body; of a request that is refused, nothing is kept. */
    void add(ByteBuf content) {
        int length = content.readableBytes();
        if (refusal != null || length == 0) {
            return;
        }
        if (body.length == 0) {
            body = new byte[(int) bodyLength];
        }
        content.readBytes(body, received, length);
        received += length;
    }

    /** The whole request, once its body is. */
    HttpRequest request() {
        return new HttpRequest(
                method,
                target.path(),
                target.query(),
                match.pathParameters(),
                body,
                decision.caller(),
                accept,
                ifMatch);
    }

    /** Gives back what was set aside for the body. */
    void drop() {
        bodies.giveBack(reservedBytes);
        reservedBytes = 0;
    }
}
