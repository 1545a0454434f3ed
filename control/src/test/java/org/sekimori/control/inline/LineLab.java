package org.sekimori.control.inline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.sekimori.control.inline.line.Encapsulation;
import org.sekimori.control.inline.line.End;
import org.sekimori.control.inline.line.Line;
import org.sekimori.control.inline.line.LineShim;
import org.sekimori.control.inline.line.SeenPacket;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.Await;
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
 */
final class LineLab implements AutoCloseable {
    private static final String DEVICE = "line0";
    private static final String WIRE_MTU = "1600";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** A domain takes 10 s to make on two free cores. */
    private static final Duration SERVER_PATIENCE = Duration.ofSeconds(120);

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Undo undo = new Undo();
    private final Workspace workspace;
    private InlineBox inline;
    private LineShim inside;
    private LineShim outside;
    private Line line;

    /** Builds everything; what was made by then is taken back when that fails. */
    LineLab(String policy) {
        long pid = ProcessHandle.current().pid();
        workspace = new Workspace(
                Path.of(System.getProperty("java.io.tmpdir"), "sekimori-lines-" + pid + "-" + COUNT.incrementAndGet()));
        try {
            build(policy);
        } catch (RuntimeException | Error problem) {
            close();
            throw problem;
        }
    }

    private void build(String text) {
        inline = new InlineBox();
        workspace.create(undo);
        widen(inline.wan, "wanh0");
        widen(inline.box, "wan0");
        widen(inline.box, "lan0");
        widen(inline.lan, "lanh0");
        outside = host(inline.wan, "wanh0", End.OUTSIDE);
        inside = host(inline.lan, "lanh0", End.INSIDE);
        for (String address : List.of(Addresses.SERVER, Addresses.ATTACKER, Addresses.PARTNER)) {
            ip(inline.wan, "address add " + address + "/32 dev lo");
        }
        for (String address : List.of(Addresses.SERVER_V6, Addresses.ATTACKER_V6, Addresses.PARTNER_V6)) {
            ip(inline.wan, "address add " + address + "/128 dev lo nodad");
        }
        address(inline.wan, Addresses.GATEWAY, Addresses.GATEWAY_V6);
        address(inline.lan, Addresses.HOST, Addresses.HOST_V6);
        address(inline.lan, Addresses.CAMERA, Addresses.CAMERA_V6);
        route(inline.wan, Addresses.HOST, Addresses.PARTNER);
        route(inline.wan, Addresses.HOST_V6, Addresses.PARTNER_V6);
        route(inline.lan, "default via " + Addresses.GATEWAY, Addresses.HOST);
        route(inline.lan, "default via " + Addresses.GATEWAY_V6, Addresses.HOST_V6);
        Path policy = workspace.write(workspace.root().resolve("policy.yaml"), text);
        inline.run("--policy", policy.toString());
    }

    private static void ip(TestNamespace namespace, String words) {
        namespace.exec(("ip " + words).split(" "));
    }

    /** Room for two tags and a session header beside a full packet. */
    private static void widen(TestNamespace namespace, String device) {
        ip(namespace, "link set " + device + " mtu " + WIRE_MTU);
    }

    /** A host behind a shim; its wire itself must stay mute, so ARP is off there. */
    private static LineShim host(TestNamespace namespace, String wireName, End end) {
        ip(namespace, "link set " + wireName + " arp off");
        TestTap tap = namespace.call(() -> TestTap.open(DEVICE));
        try {
            namespace.exec("sysctl", "-qw", "net.ipv6.conf." + DEVICE + ".disable_ipv6=0");
            ip(namespace, "link set " + DEVICE + " address " + end.macText() + " up");
            return new LineShim(end, tap, namespace.call(() -> TestWire.open(wireName)));
        } catch (RuntimeException problem) {
            tap.close();
            throw problem;
        }
    }

    private static void address(TestNamespace namespace, String v4, String v6) {
        ip(namespace, "address add " + v4 + "/24 dev " + DEVICE);
        ip(namespace, "address add " + v6 + "/64 dev " + DEVICE + " nodad");
    }

    /** Programs that choose no source address themselves have this one; those of the internet speak as the partner. */
    private static void route(TestNamespace namespace, String target, String source) {
        ip(namespace, "route replace " + target + " dev " + DEVICE + " src " + source);
    }

    /** The shipped policy with one partner in every inbound rule's {@code allow-from}. */
    static String policyWithPartner() {
        String allow = "    allow-from: [" + Addresses.PARTNER + ", " + Addresses.PARTNER_V6 + "]\n";
        return ShippedPolicy.text()
                .replaceAll("(?m)(^    direction: inbound\n(?:    .*\n)*?    destination-ports: .*\n)", "$1" + allow);
    }

    /** Starts servers side by side, and returns when all answer. */
    void start(List<LabServer> servers) {
        servers.forEach(LabServer::start);
        for (LabServer server : servers) {
            Await.until(
                    SERVER_PATIENCE, () -> server.isReady() || !server.process().isAlive());
            if (!server.isReady()) {
                throw new AssertionError(
                        "it does not answer: " + server.process().lastWords());
            }
        }
    }

    /** Makes the line one of that kind, and waits until both hosts find each other over it. */
    void become(Line kind) {
        if (kind == line) {
            return;
        }
        line = kind;
        outside.become(kind);
        inside.become(kind);
        ip(inline.wan, "link set " + DEVICE + " mtu " + kind.mtuBytes());
        ip(inline.lan, "link set " + DEVICE + " mtu " + kind.mtuBytes());
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

    /** Starts to watch what the box hands to the internet. */
    FrameCapture watchInternet() {
        return FrameCapture.startPrompt(inline.wan, "wanh0");
    }

    /** Waits for that many of the packets wanted behind the line's own encapsulation, and returns all there are by then. */
    List<SeenPacket> await(FrameCapture capture, int count, Predicate<SeenPacket> wanted) {
        Encapsulation encapsulation = line.at(End.INSIDE);
        return capture
                .await(
                        count,
                        frame -> encapsulation
                                .unwrap(frame)
                                .flatMap(SeenPacket::in)
                                .filter(wanted)
                                .isPresent())
                .stream()
                .flatMap(frame -> encapsulation.unwrap(frame).flatMap(SeenPacket::in).stream())
                .toList();
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
