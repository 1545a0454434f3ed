package org.sekimori.control.http.server;

import org.sekimori.control.http.Endpoint;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.HttpRequest;

/** An end point of the server's own, which looks at the connection as well. */
interface ConnectionEndpoint extends Endpoint {
    HttpAnswer handle(HttpRequest request, Exchange exchange) throws Exception;

    @Override
    default HttpAnswer handle(HttpRequest request) {
        throw new IllegalStateException("only the server calls this end point");
    }
}
