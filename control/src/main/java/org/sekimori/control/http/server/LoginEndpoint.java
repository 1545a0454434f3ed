package org.sekimori.control.http.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Optional;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.http.BadRequestException;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.HttpRequest;

/** Changes the token for a session's cookie, which is what a browser can keep and no script can read. */
final class LoginEndpoint implements ConnectionEndpoint {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Credentials credentials;
    private final RequestGuard guard;

    LoginEndpoint(Credentials credentials, RequestGuard guard) {
        this.credentials = credentials;
        this.guard = guard;
    }

    @Override
    public HttpAnswer handle(HttpRequest request, Exchange exchange) {
        Optional<String> begun = credentials.login(token(request.body()));
        if (begun.isEmpty()) {
            return guard.wrongToken(exchange.peer());
        }
        exchange.decision().session().ifPresent(credentials::endSession);
        long seconds = credentials.sessionLimits().absolute().toSeconds();
        boolean tls = exchange.peer().tls();
        return HttpAnswer.noContent().with("Set-Cookie", SessionCookie.set(begun.get(), tls, seconds));
    }

    /** The one field of the one object; a message about it never quotes it. */
    private static String token(byte[] body) {
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() == JsonToken.START_OBJECT
                    && "token".equals(json.nextFieldName())
                    && json.nextToken() == JsonToken.VALUE_STRING) {
                String token = json.getText();
                if (json.nextToken() == JsonToken.END_OBJECT && json.nextToken() == null) {
                    return token;
                }
            }
        } catch (IOException notJson) {
            // Said below, without what the parser would quote.
        }
        throw new BadRequestException("a JSON object is wanted: {\"token\": \"...\"}");
    }
}
