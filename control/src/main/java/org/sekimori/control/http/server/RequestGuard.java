package org.sekimori.control.http.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.http.Caller;
import org.sekimori.control.http.HttpAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides by a request's headers, before its body is read, who makes it and whether it is heard. Shared by all connections. */
final class RequestGuard {
    private static final Logger LOG = LoggerFactory.getLogger(RequestGuard.class);
    private static final String BEARER = "Bearer ";
    /** Of callers who didn't come by the token. */
    private static final long ANY_GENERATION = -1;

    private final Credentials credentials;
    private final ServedNames names;
    private final PeerBuckets strangers;
    private final PeerBuckets known;
    private final PeerBuckets failures;

    RequestGuard(Credentials credentials, ServedNames names, HttpLimits.Peers limits, LongSupplier nanoTime) {
        this.credentials = credentials;
        this.names = names;
        int addresses = limits.addresses();
        strangers = new PeerBuckets(addresses, limits.requestsPerSecond(), limits.requestBurst(), nanoTime);
        known = new PeerBuckets(addresses, limits.requestsPerSecond(), limits.requestBurst(), nanoTime);
        failures = new PeerBuckets(addresses, limits.failuresPerSecond(), limits.failureBurst(), nanoTime);
    }

    /**
     * What came of the checks: a caller, or a refusal.
     *
     * @param session the cookie, where it came by one
     * @param generation of the token that it came by, itself or by its session
     */
    record Decision(Caller caller, Optional<String> session, long generation, Optional<HttpAnswer> refusal) {
        private static Decision heard(Caller caller) {
            return new Decision(caller, Optional.empty(), ANY_GENERATION, Optional.empty());
        }

        private static Decision refused(Peer peer, HttpAnswer answer) {
            return new Decision(peer.nobody(), Optional.empty(), ANY_GENERATION, Optional.of(answer));
        }
    }

    /**
     * Checks a request.
     *
     * @param changes whether its method changes anything
     * @param open whether its route is for everybody
     */
    Decision decide(Peer peer, HttpHeaders headers, boolean changes, boolean open) {
        if (peer.isLocal()) {
            return Decision.heard(peer.local().get());
        }
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() != 1 || !names.accept(hosts.get(0), peer.served())) {
            return refuseStranger(peer, Refusals.wrongHost());
        }
        Decision decision = identify(peer, headers);
        if (decision.refusal().isPresent()) {
            return decision;
        }
        Caller.Kind kind = decision.caller().kind();
        if (!OriginCheck.passes(headers, peer.tls(), changes, kind == Caller.Kind.SESSION)) {
            return refuseStranger(peer, Refusals.wrongOrigin());
        }
        if (kind == Caller.Kind.NOBODY && !open) {
            return refuseStranger(peer, Refusals.unauthorized());
        }
        PeerBuckets bucket = kind == Caller.Kind.NOBODY ? strangers : known;
        return bucket.take(peer.address()) ? decision : Decision.refused(peer, Refusals.tooManyRequests());
    }

    /** Whether what was begun with this decision may go on: the token wasn't renewed since. */
    boolean isCurrent(Decision decision) {
        return decision.generation() == ANY_GENERATION || decision.generation() == credentials.generation();
    }

    /** Whether a stream that was opened with this decision may go on. */
    boolean isStillValid(Decision decision) {
        return isCurrent(decision)
                && (decision.session().isEmpty()
                        || credentials.hasSession(decision.session().get()));
    }

    /** A stream is a use of the session it was opened by. */
    void use(Decision decision) {
        decision.session().ifPresent(credentials::isSession);
    }

    /** The answer to a wrong token, at whatever place it was shown. */
    HttpAnswer wrongToken(Peer peer) {
        if (!failures.take(peer.address())) {
            return Refusals.tooManyFailures();
        }
        LOG.warn("wrong token from {}", peer.address().getHostAddress());
        return Refusals.unauthorized();
    }

    /** The generation is read first: a token that is renewed meanwhile makes the decision an old one. */
    private Decision identify(Peer peer, HttpHeaders headers) {
        long generation = credentials.generation();
        List<String> authorizations = headers.getAll(HttpHeaderNames.AUTHORIZATION);
        if (!authorizations.isEmpty()) {
            return authorizations.size() == 1 && isToken(authorizations.get(0))
                    ? new Decision(peer.known(Caller.Kind.TOKEN), Optional.empty(), generation, Optional.empty())
                    : refuseStranger(peer, wrongToken(peer));
        }
        return SessionCookie.read(headers, peer.tls())
                .filter(credentials::isSession)
                .map(cookie -> new Decision(
                        peer.known(Caller.Kind.SESSION), Optional.of(cookie), generation, Optional.empty()))
                .orElseGet(() -> Decision.heard(peer.nobody()));
    }

    private boolean isToken(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && credentials.isToken(authorization.substring(BEARER.length()).strip());
    }

    private Decision refuseStranger(Peer peer, HttpAnswer answer) {
        return Decision.refused(peer, strangers.take(peer.address()) ? answer : Refusals.tooManyRequests());
    }
}
