package org.sekimori.control.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds what answers a method on a path. Never changes once built. */
public final class Router {
    private final List<Route> routes;

    private Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** All routes, in the order they were added. */
    public List<Route> routes() {
        return routes;
    }

    /** The route of a method on a path, the first that was added winning. {@code HEAD} goes where {@code GET} does. */
    public Optional<Match> find(String method, String path) {
        List<String> segments = Route.segments(path);
        String wanted = method.equals("HEAD") ? "GET" : method;
        for (Route route : routes) {
            if (route.method().equals(wanted)) {
                Optional<Map<String, String>> parameters = route.match(segments);
                if (parameters.isPresent()) {
                    return Optional.of(new Match(route, parameters.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** The methods a path answers to, as the header {@code Allow} wants them; empty where there is no such path. */
    public String allowed(String path) {
        List<String> segments = Route.segments(path);
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.match(segments).isPresent()) {
                methods.add(route.method());
            }
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    /** A route, and what stands in the places of its names. */
    public record Match(Route route, Map<String, String> pathParameters) {}

    /** Collects routes. */
    public static final class Builder {
        private final List<Route> routes = new ArrayList<>();

        private Builder() {}

        /** An end point for callers with credentials. */
        public Builder add(String method, String template, Endpoint endpoint) {
            return add(new Route(method, template, new Route.Answer(endpoint), false, Route.Load.PROMPT));
        }

        /** An end point for callers with credentials that takes longer than a moment, and waits for its like only. */
        public Builder add(Route.Load load, String method, String template, Endpoint endpoint) {
            return add(new Route(method, template, new Route.Answer(endpoint), false, load));
        }

        /** An end point for everybody who reaches the server: nothing it says may be worth a secret. */
        public Builder open(String method, String template, Endpoint endpoint) {
            return add(new Route(method, template, new Route.Answer(endpoint), true, Route.Load.PROMPT));
        }

        /** A stream of server-sent events, by {@code GET}. */
        public Builder stream(String template, StreamEndpoint endpoint) {
            return add(new Route("GET", template, new Route.Stream(endpoint), false, Route.Load.PROMPT));
        }

        /** A download, by {@code GET}. */
        public Builder download(String template, DownloadEndpoint endpoint) {
            return add(new Route("GET", template, new Route.Download(endpoint), false, Route.Load.PROMPT));
        }

        /** All routes of another router. */
        public Builder addAll(Router other) {
            other.routes.forEach(this::add);
            return this;
        }

        private Builder add(Route route) {
            for (Route other : routes) {
                if (other.method().equals(route.method()) && other.template().equals(route.template())) {
                    throw new IllegalArgumentException(route.method() + " " + route.template() + ": added twice");
                }
            }
            routes.add(route);
            return this;
        }

        public Router build() {
            return new Router(routes);
        }
    }
}
