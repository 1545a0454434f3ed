package org.sekimori.control.http.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;

/**
 * Whether a request comes from where it should: from no page at all, or from a page of this very server. Browsers say where
 * a request comes from in {@code Origin} and {@code Sec-Fetch-Site}, and no page can make them lie.
 */
final class OriginCheck {
    private static final String FETCH_SITE = "sec-fetch-site";

    private OriginCheck() {}

    /**
     * Judges the headers.
     *
     * @param changes whether the request changes anything
     * @param byCookie whether it has nothing but a cookie to show, which browsers send of their own accord
     */
    static boolean passes(HttpHeaders headers, boolean tls, boolean changes, boolean byCookie) {
        List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        List<String> sites = headers.getAll(FETCH_SITE);
        if (origins.size() > 1 || sites.size() > 1) {
            return false;
        }
        boolean sameOrigin = false;
        if (!origins.isEmpty()) {
            String own = (tls ? "https://" : "http://") + headers.get(HttpHeaderNames.HOST);
            if (!own.equalsIgnoreCase(origins.get(0))) {
                return false;
            }
            sameOrigin = true;
        }
        if (!sites.isEmpty()) {
            boolean typedByTheUser = sites.get(0).equals("none") && !changes;
            if (!sites.get(0).equals("same-origin") && !typedByTheUser) {
                return false;
            }
            sameOrigin = true;
        }
        return sameOrigin || !byCookie || !changes;
    }
}
