package org.sekimori.control.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.Await;
import org.sekimori.control.lab.net.LabFaultException;
import org.sekimori.control.lab.net.LabNetwork;
import org.sekimori.control.lab.server.DnsServer;
import org.sekimori.control.lab.server.DomainController;
import org.sekimori.control.lab.server.LabServer;
import org.sekimori.control.lab.server.MonlistServer;
import org.sekimori.control.lab.server.Site;
import org.sekimori.control.lab.server.SsdpServer;
import org.sekimori.control.lab.server.TimeServer;
import org.sekimori.control.lab.server.WebServer;

/** Starts the servers of the lab side by side and waits until each answers. */
final class LabServers {
    /** A domain takes 10 s to make on two free cores. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Site wan;
    private final Site lan;
    private final Site router;
    private final WebServer web;
    private final boolean quick;
    private final CheckReport report;

    LabServers(Site wan, LabNetwork network, LabOptions options, CheckReport report) {
        this.wan = wan;
        this.lan = wan.on(network.lan());
        this.router = wan.on(network.router());
        this.web = new WebServer(wan, options.downloadBytes());
        this.quick = options.quick();
        this.report = report;
    }

    WebServer web() {
        return web;
    }

    /** Starts all but the router's. */
    void start() {
        List<LabServer> servers = new ArrayList<>();
        if (!quick) {
            servers.add(new DomainController(lan));
        }
        servers.add(new DnsServer(wan, "internet-dns", Addresses.SERVER, Addresses.SERVER_V6));
        servers.add(new DnsServer(lan, "site-dns", Addresses.HOST, Addresses.HOST_V6));
        servers.add(new TimeServer(wan));
        servers.add(web);
        servers.add(new SsdpServer(lan, "site-media", LabNetwork.LAN_DEVICE));
        servers.add(new MonlistServer(lan));
        startAll(servers);
    }

    /** Routers answer searches on the line they stand on, if they are badly made. */
    void startOnRouter() {
        startAll(List.of(new SsdpServer(router, "router-media", LabNetwork.ROUTER_WAN_DEVICE)));
    }

    private void startAll(List<LabServer> servers) {
        for (LabServer server : servers) {
            report.say("starting: " + server.title());
            server.start();
        }
        for (LabServer server : servers) {
            if (!server.isReady()) {
                report.say("waiting for: " + server.title());
            }
            Await.until(PATIENCE, () -> server.isReady() || !server.process().isAlive());
            if (!server.isReady()) {
                throw new LabFaultException(
                        "it does not answer: " + server.process().lastWords());
            }
        }
    }
}
