package org.sekimori.control.lab;

import java.time.Duration;
import java.util.List;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.Command;
import org.sekimori.control.lab.net.LabNetwork;
import org.sekimori.control.lab.net.Namespace;
import org.sekimori.control.lab.server.NtpPeer;
import org.sekimori.control.lab.server.WebServer;

/** What people at the site do all day, by the programs they use: all of it must go on. */
final class HonestPlay {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration DOWNLOAD_PATIENCE = Duration.ofSeconds(60);

    private final Stage stage;
    private final Namespace lan;
    private final Namespace wan;
    private final Resolver resolver;

    HonestPlay(Stage stage) {
        this.stage = stage;
        lan = stage.network().lan();
        wan = stage.network().wan();
        resolver = new Resolver(lan, stage.report());
    }

    void play(Placement placement) {
        neighbours(placement);
        pings(placement);
        names(placement);
        time();
        web();
    }

    /** The site's machine (or the router) forgets its neighbour and asks again: ARP and ND go through, MAC addresses unchanged. */
    private void neighbours(Placement placement) {
        boolean inside = placement == Placement.INSIDE;
        Namespace asker = inside ? lan : stage.network().router();
        String device = inside ? LabNetwork.LAN_DEVICE : LabNetwork.ROUTER_WAN_DEVICE;
        String mac = wan.run(PATIENCE, "cat", "/sys/class/net/" + LabNetwork.WAN_DEVICE + "/address")
                .text()
                .strip();
        asker.ip("neigh", "flush", "dev", device);
        resolve(asker, device, mac, "ARP", inside ? Addresses.GATEWAY : Addresses.PROVIDER);
        resolve(asker, device, mac, "neighbour discovery", inside ? Addresses.GATEWAY_V6 : Addresses.PROVIDER_V6);
    }

    private void resolve(Namespace asker, String device, String mac, String how, String address) {
        asker.run(PATIENCE, "ping", "-c", "1", "-W", "3", address);
        String entry = asker.run(PATIENCE, "ip", "neigh", "show", address, "dev", device)
                .text()
                .strip();
        stage.report()
                .check(how + " for " + address, mac, macOf(entry), macOf(entry).equals(mac));
    }

    private static String macOf(String entry) {
        String[] words = entry.split("\\s+");
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].equals("lladdr")) {
                return words[i + 1];
            }
        }
        return "nobody";
    }

    private void pings(Placement placement) {
        ping(lan, "site to internet", Addresses.SERVER);
        ping(lan, "site to internet", Addresses.SERVER_V6);
        ping(wan, "internet to site", placement.host());
        ping(wan, "internet to site", Addresses.HOST_V6);
    }

    private void ping(Namespace from, String who, String target) {
        Command.Result result = from.run(PATIENCE, "ping", "-c", "3", "-i", "0.1", "-W", "3", target);
        String got = result.text()
                .lines()
                .filter(line -> line.contains("received"))
                .map(line -> line.split(",")[1].strip())
                .findFirst()
                .orElse("nothing");
        stage.report().check("ping, " + who + ", " + target, "3 received", got, got.equals("3 received"));
    }

    private void names(Placement placement) {
        resolver.expectAddress("dig, random source port", "@" + Addresses.SERVER);
        resolver.expectAddress("dig, random source port, IPv6", "@" + Addresses.SERVER_V6);
        resolver.expectAddress("dig, source port 53", "@" + Addresses.SERVER, "-b", Addresses.CAMERA + "#53");
        resolver.expectAddress(
                "dig, source port 53, IPv6", "@" + Addresses.SERVER_V6, "-b", Addresses.CAMERA_V6 + "#53");
        resolver.expectAddress("dig, source port 1900", "@" + Addresses.SERVER, "-b", Addresses.CAMERA + "#1900");
        resolver.expectAddress("dig over TCP", "@" + Addresses.SERVER, "+tcp");
        resolver.expectLarge("dig, answer in IP fragments", "@" + Addresses.SERVER);
        resolver.expectLarge("dig, answer in IP fragments, IPv6", "@" + Addresses.SERVER_V6);
        new Resolver(wan, stage.report())
                .expectAddress("dig over TCP from the internet to the site", "@" + placement.host(), "+tcp");
    }

    private void time() {
        List<NtpPeer> peers = stage.timeClient().awaitReach();
        stage.report()
                .check("ntpd, source port 123, has servers", "2", Integer.toString(peers.size()), peers.size() == 2);
        for (NtpPeer peer : peers) {
            stage.report()
                    .check(
                            "ntpd, source port 123, asks " + peer.remote(),
                            "reached",
                            peer.isReached() ? "reached" : "no answer",
                            peer.isReached());
        }
    }

    private void web() {
        for (String server : List.of(Addresses.SERVER, "[" + Addresses.SERVER_V6 + "]")) {
            String url = "http://" + server + "/" + WebServer.RANDOM_FILE;
            String digest = lan.run(DOWNLOAD_PATIENCE, "sh", "-c", "curl -sS -g '" + url + "' | sha256sum")
                    .text()
                    .split(" ")[0];
            boolean same = digest.equals(stage.web().randomDigest());
            stage.report()
                    .check(
                            "curl, 16 MiB of random bytes from " + server,
                            "same SHA-256",
                            same ? "same SHA-256" : digest,
                            same);
        }
        String url = "http://" + Addresses.SERVER + ":" + WebServer.SMB_PORT + "/" + WebServer.RANDOM_FILE;
        Download watched = Download.of(lan, url);
        stage.report()
                .check(
                        "outbound to TCP 445: watched, not dropped",
                        "16,777,216 bytes",
                        watched.text(),
                        watched.bytes() == WebServer.RANDOM_FILE_BYTES);
    }
}
