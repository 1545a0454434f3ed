package org.sekimori.control.http.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.CookieHeaderNames.SameSite;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.netty.handler.codec.http.cookie.ServerCookieEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The cookie of a session: no script reads it, no other site's page has it sent, and under TLS it is bound to the host. */
final class SessionCookie {
    private static final String NAME = "sekimori-session";
    private static final String NAME_UNDER_TLS = "__Host-" + NAME;

    private SessionCookie() {}

    private static String name(boolean tls) {
        return tls ? NAME_UNDER_TLS : NAME;
    }

    /** What the request's cookie holds. Two of the name are none: one of them is somebody else's. */
    static Optional<String> read(HttpHeaders headers, boolean tls) {
        List<String> found = new ArrayList<>();
        for (String line : headers.getAll(HttpHeaderNames.COOKIE)) {
            for (Cookie cookie : ServerCookieDecoder.STRICT.decodeAll(line)) {
                if (cookie.name().equals(name(tls))) {
                    found.add(cookie.value());
                }
            }
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** The header's value that sets it. */
    static String set(String value, boolean tls, long seconds) {
        return encode(value, tls, seconds);
    }

    /** The header's value that removes it. */
    static String remove(boolean tls) {
        return encode("", tls, 0);
    }

    private static String encode(String value, boolean tls, long seconds) {
        DefaultCookie cookie = new DefaultCookie(name(tls), value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(tls);
        cookie.setSameSite(SameSite.Strict);
        cookie.setMaxAge(seconds);
        return ServerCookieEncoder.STRICT.encode(cookie);
    }
}
