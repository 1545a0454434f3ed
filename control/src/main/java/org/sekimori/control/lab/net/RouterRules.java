package org.sekimori.control.lab.net;

import java.nio.file.Path;

/** What a small office's router does: masquerades towards the line, and forwards the ports somebody once opened for a server. */
public final class RouterRules {
    private static final String RULES = """
            table ip lab {
              chain inwards {
                type nat hook prerouting priority -100; policy accept;
                iifname "%1$s" udp dport 123 dnat to %3$s
                iifname "%1$s" udp dport { 53, 389 } dnat to %2$s
                iifname "%1$s" tcp dport { 53, 139, 445 } dnat to %2$s
              }
              chain outwards {
                type nat hook postrouting priority 100; policy accept;
                oifname "%1$s" masquerade
              }
            }
            """;

    private RouterRules() {}

    /** Loads them into the router. */
    public static void apply(Namespace router, Workspace workspace) {
        String text = RULES.formatted(LabNetwork.ROUTER_WAN_DEVICE, Addresses.HOST, Addresses.CAMERA);
        Path file = workspace.write(workspace.folder("router").resolve("rules.nft"), text);
        router.must("nft", "-f", file.toString());
    }
}
