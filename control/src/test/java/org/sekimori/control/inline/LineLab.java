package org.sekimori.control.inline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.sekimori.control.inline.line.Encapsulation;
import org.sekimori.control.inline.line.End;
import org.sekimori.control.inline.line.Line;
import org.sekimori.control.inline.line.LineShim;
import org.sekimori.control.inline.line.SeenPacket;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.Command;
import org.sekimori.control.lab.net.Namespace;
import org.sekimori.control.lab.net.Undo;
import org.sekimori.control.lab.net.Workspace;
import org.sekimori.control.lab.server.LabServer;
import org.sekimori.control.lab.server.Site;
import org.sekimori.dataplane.linux.TestNamespace;
import org.sekimori.dataplane.linux.TestTap;
import org.sekimori.dataplane.linux.TestWire;
import org.sekimori.policy.ShippedPolicy;

/**
 * A site and the internet, joined by a line of a kind that can be changed while all servers keep running, with the box in it:
 *
 * <pre>
 *   internet [ line0 - shim - wanh0 ] --- wan0 [box] lan0 --- [ lanh0 - shim - line0 ] site
 * </pre>
 *
 * The box runs by the shipped policy with one partner in every inbound rule's {@code allow-from}.
 */
final class LineLab implements AutoCloseable {
    private static final String DEVICE = "line0";
    private static final String WIRE_MTU = "1600";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Undo undo = new Undo();
    private final Workspace workspace;
    private InlineBox inline;
    private LineShim inside;
    private LineShim outside;
    private Line line = Line.PLAIN;

    /** Builds everything; what was made by then is taken back when that fails. */
    LineLab() {
        long pid = ProcessHandle.current().pid();
        workspace = new Workspace(
                Path.of(System.getProperty("java.io.tmpdir"), "sekimori-lines-" + pid + "-" + COUNT.incrementAndGet()));
        try {
            build();
        } catch (RuntimeException | Error problem) {
            close();
            throw problem;
        }
    }

    private void build() {
        inline = new InlineBox();
        workspace.create(undo);
        for (TestNamespace namespace : List.of(inline.wan, inline.box, inline.lan)) {
            widen(namespace);
        }
        outside = host(inline.wan, "wanh0", End.OUTSIDE);
        inside = host(inline.lan, "lanh0", End.INSIDE);
        for (String address : List.of(Addresses.SERVER, Addresses.ATTACKER, Addresses.PARTNER)) {
            inline.wan.exec("ip", "address", "add", address + "/32", "dev", "lo");
        }
        for (String address : List.of(Addresses.SERVER_V6, Addresses.ATTACKER_V6, Addresses.PARTNER_V6)) {
            inline.wan.exec("ip", "address", "add", address + "/128", "dev", "lo", "nodad");
        }
        address(inline.wan, Addresses.GATEWAY, Addresses.GATEWAY_V6);
        address(inline.lan, Addresses.HOST, Addresses.HOST_V6);
        address(inline.lan, Addresses.CAMERA, Addresses.CAMERA_V6);
        route(inline.wan, Addresses.HOST + "/32", Addresses.PARTNER);
        route(inline.wan, Addresses.HOST_V6 + "/128", Addresses.PARTNER_V6);
        inline.lan.exec(
                "ip", "route", "replace", "default", "via", Addresses.GATEWAY, "dev", DEVICE, "src", Addresses.HOST);
        inline.lan.exec(
                "ip",
                "-6",
                "route",
                "replace",
                "default",
                "via",
                Addresses.GATEWAY_V6,
                "dev",
                DEVICE,
                "src",
                Addresses.HOST_V6);
        Path policy = workspace.write(workspace.root().resolve("policy.yaml"), policyWithPartner());
        inline.run("--policy", policy.toString());
    }

    /** Room for two tags and a session header beside a full packet, and no offload that leaves work to a card there isn't. */
    private static void widen(TestNamespace namespace) {
        for (String device : List.of("wanh0", "wan0", "lan0", "lanh0")) {
            if (namespace.exec("ip", "-o", "link").contains(" " + device + "@")) {
                namespace.exec("ip", "link", "set", device, "mtu", WIRE_MTU);
            }
        }
    }

    /** A host behind a shim; its wire itself must stay mute, so ARP is off there. */
    private static LineShim host(TestNamespace namespace, String wireName, End end) {
        namespace.exec("ip", "link", "set", wireName, "arp", "off");
        TestTap tap = namespace.call(() -> TestTap.open(DEVICE));
        namespace.exec("sysctl", "-qw", "net.ipv6.conf." + DEVICE + ".disable_ipv6=0");
        namespace.exec("ip", "link", "set", DEVICE, "address", end.macText());
        namespace.exec("ip", "link", "set", DEVICE, "up");
        return new LineShim(end, tap, namespace.call(() -> TestWire.open(wireName)));
    }

    private static void address(TestNamespace namespace, String v4, String v6) {
        namespace.exec("ip", "address", "add", v4 + "/24", "dev", DEVICE);
        namespace.exec("ip", "address", "add", v6 + "/64", "dev", DEVICE, "nodad");
    }

    /** Programs of the internet that choose no source address themselves speak as the partner. */
    private static void route(TestNamespace namespace, String target, String source) {
        namespace.exec("ip", "route", "replace", target, "dev", DEVICE, "src", source);
    }

    static String policyWithPartner() {
        String allow = "    allow-from: [" + Addresses.PARTNER + ", " + Addresses.PARTNER_V6 + "]\n";
        return ShippedPolicy.text()
                .replaceAll("(?m)(^    direction: inbound\n(?:    .*\n)*?    destination-ports: .*\n)", "$1" + allow);
    }

    /** Starts servers side by side, and returns when all answer. */
    void start(List<LabServer> servers) {
        servers.forEach(LabServer::start);
        for (LabServer server : servers) {
            Wait.until(
                    server.title() + " answers",
                    () -> server.isReady() || !server.process().isAlive());
            if (!server.isReady()) {
                throw new AssertionError(server.process().lastWords());
            }
        }
    }

    /** Makes the line one of that kind, and waits until both hosts find each other over it. */
    void become(Line kind) {
        if (kind != line) {
            line = kind;
            outside.become(kind);
            inside.become(kind);
            String mtu = Integer.toString(kind.mtuBytes());
            inline.wan.exec("ip", "link", "set", DEVICE, "mtu", mtu);
            inline.lan.exec("ip", "link", "set", DEVICE, "mtu", mtu);
        }
        Wait.until("the site is reached by IPv4", () -> isReached(Addresses.GATEWAY));
        Wait.until("the site is reached by IPv6", () -> isReached(Addresses.GATEWAY_V6));
    }

    private boolean isReached(String target) {
        outside.check();
        inside.check();
        return onSite("ping", "-c", "1", "-W", "1", target).isOk();
    }

    Site internet() {
        return new Site(new Namespace(inline.wan.name()), workspace, undo);
    }

    Site site() {
        return internet().on(new Namespace(inline.lan.name()));
    }

    /** Runs a program at the site. */
    Command.Result onSite(String... words) {
        return site().namespace().run(PATIENCE, words);
    }

    /** Runs a program on the internet, which speaks as the partner. */
    Command.Result onInternet(String... words) {
        return internet().namespace().run(PATIENCE, words);
    }

    InlineBox inline() {
        return inline;
    }

    /** The shim at the internet's end, which keeps sessions up. */
    LineShim outside() {
        return outside;
    }

    /** Starts to watch what the box hands to the site. */
    FrameCapture watchSite() {
        return FrameCapture.startPrompt(inline.lan, "lanh0");
    }

    /** The packet in a frame that crossed the line; empty where the frame has another encapsulation than the line's. */
    Optional<SeenPacket> packet(byte[] frame) {
        Encapsulation encapsulation = line.at(End.INSIDE);
        return encapsulation.unwrap(frame).flatMap(SeenPacket::in);
    }

    @Override
    public void close() {
        try (InlineBox box = inline;
                LineShim one = inside;
                LineShim other = outside) {
            undo.close();
        }
    }
}
