package org.sekimori.control.api;

import org.sekimori.control.http.Endpoint;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.HttpRequest;
import org.sekimori.control.metrics.MetricsRegistry;

/** One scrape, in the format that is asked for. */
final class MetricsEndpoint implements Endpoint {
    private final MetricsRegistry metrics;

    MetricsEndpoint(MetricsRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public HttpAnswer handle(HttpRequest request) {
        MetricsRegistry.Page page = metrics.scrape(request.accept());
        return HttpAnswer.of(200, page.contentType(), page.body());
    }
}
