package org.sekimori.control.lab.net;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The machines and wires.
 *
 * <pre>
 *   inside:    wan [the site's router and the internet] -- wan0 [box] lan0 -- lan
 *   outside:   wan [the provider and the internet]      -- wan0 [box] lan0 -- router [masquerades] -- lan
 * </pre>
 *
 * The site's machine and its servers stay as they are when the box moves: only the far end of their wire does.
 */
public final class LabNetwork {
    public static final String WAN_PORT = "wan0";
    public static final String LAN_PORT = "lan0";
    /** The device of the machine beyond the WAN port. */
    public static final String WAN_DEVICE = "wanh0";
    /** The device of the site's machine. */
    public static final String LAN_DEVICE = "lanh0";
    /** The router's device towards the box. */
    public static final String ROUTER_WAN_DEVICE = "rtw0";

    private static final String ROUTER_LAN_DEVICE = "rtl0";
    private static final String BRIDGE = "br0";
    private static final Duration PATH_PATIENCE = Duration.ofSeconds(10);
    private static final Path BRIDGE_FILTER_SETTINGS = Path.of("/proc/sys/net/bridge");

    private final Namespace wan;
    private final Namespace box;
    private final Namespace lan;
    private final Namespace router;

    /** Names the namespaces; nothing is made yet. */
    public LabNetwork(String prefix) {
        wan = new Namespace(prefix + "-wan");
        box = new Namespace(prefix + "-box");
        lan = new Namespace(prefix + "-lan");
        router = new Namespace(prefix + "-router");
    }

    public Namespace wan() {
        return wan;
    }

    public Namespace box() {
        return box;
    }

    public Namespace lan() {
        return lan;
    }

    public Namespace router() {
        return router;
    }

    public List<Namespace> all() {
        return List.of(wan, box, lan, router);
    }

    /** Makes the machines, wired for a box between router and switch, with no box in it yet. */
    public void create(Undo undo) {
        all().forEach(namespace -> namespace.create(undo));
        box.must("sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1");
        wan.ip("link", "add", WAN_DEVICE, "type", "veth", "peer", "name", WAN_PORT, "netns", box.name());
        lan.ip("link", "add", LAN_DEVICE, "type", "veth", "peer", "name", LAN_PORT, "netns", box.name());
        for (String address : List.of(Addresses.SERVER, Addresses.ATTACKER, Addresses.PARTNER)) {
            wan.ip("address", "add", address + "/32", "dev", "lo");
        }
        for (String address : List.of(Addresses.SERVER_V6, Addresses.ATTACKER_V6, Addresses.PARTNER_V6)) {
            wan.ip("address", "add", address + "/128", "dev", "lo", "nodad");
        }
        address(wan, WAN_DEVICE, Addresses.GATEWAY, Addresses.GATEWAY_V6);
        wan.ip("address", "add", Addresses.NEIGHBOUR + "/24", "dev", WAN_DEVICE);
        address(lan, LAN_DEVICE, Addresses.HOST, Addresses.HOST_V6);
        address(lan, LAN_DEVICE, Addresses.CAMERA, Addresses.CAMERA_V6);
        up(wan, WAN_DEVICE);
        up(box, WAN_PORT);
        up(box, LAN_PORT);
        up(lan, LAN_DEVICE);
        routeBy(lan, Addresses.GATEWAY, Addresses.GATEWAY_V6, Addresses.HOST, Addresses.HOST_V6);
        speakAsPartner(Addresses.HOST);
    }

    /** Programs of the WAN that choose no source address themselves reach the site from the partner's. */
    private void speakAsPartner(String target) {
        wan.ip("route", "replace", target + "/32", "dev", WAN_DEVICE, "src", Addresses.PARTNER);
    }

    /** Waits until the site and the internet find each other, after wires have moved. */
    public boolean awaitPath(String target) {
        return Await.until(PATH_PATIENCE, () -> isReached(target) && isReached(Addresses.HOST_V6));
    }

    private boolean isReached(String target) {
        return wan.run(PATH_PATIENCE, "ping", "-c", "1", "-W", "1", target).isOk();
    }

    /** Moves the box out of the site: a masquerading router takes its place, and the box stands on the router's line. */
    public void moveOutside() {
        box.ip("link", "set", LAN_PORT, "netns", router.name(), "name", ROUTER_LAN_DEVICE);
        router.ip("link", "add", ROUTER_WAN_DEVICE, "type", "veth", "peer", "name", LAN_PORT, "netns", box.name());
        wan.ip("address", "flush", "dev", WAN_DEVICE, "scope", "global");
        address(wan, WAN_DEVICE, Addresses.PROVIDER, Addresses.PROVIDER_V6);
        wan.ip("address", "add", Addresses.LINE_NEIGHBOUR + "/24", "dev", WAN_DEVICE);
        address(router, ROUTER_WAN_DEVICE, Addresses.PUBLIC, Addresses.PUBLIC_V6);
        address(router, ROUTER_LAN_DEVICE, Addresses.GATEWAY, Addresses.GATEWAY_V6);
        up(box, LAN_PORT);
        up(router, ROUTER_LAN_DEVICE);
        up(router, ROUTER_WAN_DEVICE);
        routeBy(router, Addresses.PROVIDER, Addresses.PROVIDER_V6, Addresses.PUBLIC, Addresses.PUBLIC_V6);
        speakAsPartner(Addresses.PUBLIC);
        wan.ip("-6", "route", "replace", Addresses.SITE_PREFIX_V6, "via", Addresses.PUBLIC_V6);
        router.must("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        wan.ip("neigh", "flush", "dev", WAN_DEVICE);
        lan.ip("neigh", "flush", "dev", LAN_DEVICE);
    }

    /** Joins the two ports by a plain bridge of the kernel: the site as it is without the box. */
    public void bridge() {
        quietBridgeFilter();
        box.ip("link", "add", BRIDGE, "type", "bridge", "stp_state", "0", "forward_delay", "0", "mcast_snooping", "0");
        box.ip("link", "set", WAN_PORT, "master", BRIDGE);
        box.ip("link", "set", LAN_PORT, "master", BRIDGE);
        up(box, BRIDGE);
    }

    /** Takes the bridge out again: nothing joins the two ports. */
    public void unbridge() {
        box.ip("link", "delete", BRIDGE);
    }

    /** A bridge that hands frames to the kernel's packet filter drops some by itself. */
    private void quietBridgeFilter() {
        for (String setting :
                List.of("bridge-nf-call-iptables", "bridge-nf-call-ip6tables", "bridge-nf-call-arptables")) {
            if (Files.exists(BRIDGE_FILTER_SETTINGS.resolve(setting))) {
                box.run(PATH_PATIENCE, "sysctl", "-qw", "net.bridge." + setting + "=0");
            }
        }
    }

    private static void address(Namespace namespace, String device, String v4, String v6) {
        namespace.ip("address", "add", v4 + "/24", "dev", device);
        namespace.ip("address", "add", v6 + "/64", "dev", device, "nodad");
    }

    private static void up(Namespace namespace, String device) {
        namespace.ip("link", "set", device, "up");
    }

    /** Default routes, with the source addresses the machine's own traffic has. */
    private static void routeBy(Namespace namespace, String v4, String v6, String sourceV4, String sourceV6) {
        namespace.ip("route", "replace", "default", "via", v4, "src", sourceV4);
        namespace.ip("-6", "route", "replace", "default", "via", v6, "src", sourceV6);
    }
}
