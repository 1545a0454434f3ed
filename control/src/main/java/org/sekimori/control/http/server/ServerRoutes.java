package org.sekimori.control.http.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.Router;

/** The routes the server brings along. */
final class ServerRoutes {
    private static final String DESCRIPTION = "/org/sekimori/control/http/openapi.yaml";

    private ServerRoutes() {}

    /** The given routes, with login, logout, the token and the description of the API after them. */
    static Router around(Router router, Credentials credentials, RequestGuard guard) {
        byte[] description = description();
        return Router.builder()
                .addAll(router)
                .open("POST", "/api/v1/login", new LoginEndpoint(credentials, guard))
                .add("POST", "/api/v1/logout", new LogoutEndpoint(credentials))
                .add("POST", "/api/v1/token", new TokenEndpoint(credentials))
                .add("GET", "/api/v1/openapi.yaml", request -> HttpAnswer.of(200, "application/yaml", description))
                .build();
    }

    private static byte[] description() {
        try (InputStream in = ServerRoutes.class.getResourceAsStream(DESCRIPTION)) {
            if (in == null) {
                throw new IllegalStateException(DESCRIPTION + ": missing from the program");
            }
            return in.readAllBytes();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
