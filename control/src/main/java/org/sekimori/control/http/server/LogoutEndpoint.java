package org.sekimori.control.http.server;

import org.sekimori.control.auth.Credentials;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.HttpRequest;

/** Ends the caller's session, where it has one; its streams end within a second. */
final class LogoutEndpoint implements ConnectionEndpoint {
    private final Credentials credentials;

    LogoutEndpoint(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public HttpAnswer handle(HttpRequest request, Exchange exchange) {
        exchange.decision().session().ifPresent(credentials::endSession);
        boolean tls = exchange.peer().tls();
        return HttpAnswer.noContent().with("Set-Cookie", SessionCookie.remove(tls));
    }
}
