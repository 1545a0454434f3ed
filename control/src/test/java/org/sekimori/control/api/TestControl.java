package org.sekimori.control.api;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.client.ApiClient;
import org.sekimori.control.events.EventFileOptions;
import org.sekimori.control.events.EventPump;
import org.sekimori.control.events.TestBox;
import org.sekimori.control.http.Router;
import org.sekimori.control.http.server.HttpOptions;
import org.sekimori.control.http.server.HttpServer;
import org.sekimori.control.status.ControlFacts;
import org.sekimori.dataplane.boxfile.BoxFileWatch;
import org.sekimori.dataplane.command.BareBox;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.command.BoxUnreachableException;

/** As much of control as tells of the box, on a Unix socket, beside a {@link TestBox}. */
public final class TestControl implements AutoCloseable {
    public final EventPump pump;
    /** How often the box was asked for a capture. */
    public final AtomicInteger captures = new AtomicInteger();

    public final StringWriter said = new StringWriter();
    private final BoxPaths paths;
    private final BoxEndpoints endpoints;
    private final HttpServer server;

    public TestControl(BoxPaths paths, TestBox box) {
        this.paths = paths;
        BoxFileWatch watch = new BoxFileWatch(paths.boxState());
        pump = new EventPump(watch, new PrintWriter(said, true))
                .writeTo(paths.controlState().resolve("events.jsonl"), EventFileOptions.DEFAULT)
                .start();
        ControlFacts facts =
                new ControlFacts(7, 1_700_000_000_000L, paths.apiSocket(), List.of("https://192.0.2.1:8443"), "");
        endpoints = new BoxEndpoints(watch, pump, () -> facts, new Link(box, captures));
        Router.Builder routes = Router.builder();
        endpoints.addTo(routes);
        paths.controlRun().toFile().mkdirs();
        server = HttpServer.start(
                HttpOptions.local(paths.apiSocket()),
                routes.build(),
                Credentials.open(paths.controlRun().resolve("token")));
    }

    public ApiClient client() {
        return new ApiClient(paths.apiSocket());
    }

    @Override
    public void close() {
        server.close();
        endpoints.close();
        pump.close();
    }

    /** A box that can be asked for captures alone; none where there is no box. */
    private static final class Link extends BareBox {
        private final TestBox box;
        private final AtomicInteger captures;

        Link(TestBox box, AtomicInteger captures) {
            this.box = box;
            this.captures = captures;
        }

        @Override
        public void captureDrops(int seconds, int snapBytes) {
            if (box == null) {
                throw new BoxUnreachableException("no box answers", null);
            }
            captures.incrementAndGet();
            box.capture.begin(seconds, snapBytes);
        }
    }
}
