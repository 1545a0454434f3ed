package org.sekimori.control.http.server;

import org.sekimori.control.auth.Credentials;
import org.sekimori.control.http.Caller;
import org.sekimori.control.http.Endpoint;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.HttpRequest;

/** Makes a new token for a local user: for whoever missed the first one, or wants an old one to end. */
final class TokenEndpoint implements Endpoint {
    private final Credentials credentials;

    TokenEndpoint(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public HttpAnswer handle(HttpRequest request) {
        if (request.caller().kind() != Caller.Kind.PEER) {
            return HttpAnswer.problem(403, "Forbidden", "a new token is made for local users, over the Unix socket");
        }
        String token = credentials.renewToken();
        return HttpAnswer.json(200, json -> json.writeStringField("token", token));
    }
}
