package org.sekimori.control.judge;

import static org.sekimori.control.judge.Wrap.authenticated4;
import static org.sekimori.control.judge.Wrap.etherInGre;
import static org.sekimori.control.judge.Wrap.etherIp;
import static org.sekimori.control.judge.Wrap.extension;
import static org.sekimori.control.judge.Wrap.gre;
import static org.sekimori.control.judge.Wrap.greIn6;
import static org.sekimori.control.judge.Wrap.in4;
import static org.sekimori.control.judge.Wrap.in6;
import static org.sekimori.control.judge.Wrap.mpls;
import static org.sekimori.control.judge.Wrap.options;
import static org.sekimori.control.judge.Wrap.pppoe;
import static org.sekimori.control.judge.Wrap.pptp;
import static org.sekimori.control.judge.Wrap.snap;
import static org.sekimori.control.judge.Wrap.trailer;
import static org.sekimori.control.judge.Wrap.vlan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** The ways a packet may be wrapped without a change in what becomes of it. */
final class Wrappings {
    private static final Predicate<Packet> ANY = packet -> true;
    private static final String HOP_BY_HOP = "0000010400000000";
    private static final String ROUTER_ALERT = "0000050200000100";
    private static final String PADDED = "0002010400000000" + "0000000000000000" + "0000000000000000";
    private static final String ROUTE = "0002000000000000" + "20010db8ffff00000000000000000002";
    private static final String SEGMENT_ROUTE = "0002040000000000" + "20010db8ffff00000000000000000002";
    private static final String ATOMIC = "0000000000000005";
    private static final String AUTHENTICATION = "0004000000000007" + "0000000100000000" + "0000000000000000";

    /** A way to wrap, and which packets can be. */
    record Wrapping(Predicate<Packet> fits, Function<Packet, Packet> wrap) {}

    private final Map<String, Wrapping> byName = new LinkedHashMap<>();

    private Wrappings() {
        links();
        tunnels();
        ipv4();
        ipv6();
    }

    static Map<String, Wrapping> all() {
        return new Wrappings().byName;
    }

    private void add(String name, Function<Packet, Packet> wrap) {
        byName.put(name, new Wrapping(ANY, wrap));
    }

    private void add4(String name, Function<Packet, Packet> wrap) {
        byName.put(name, new Wrapping(Packet::isIpv4, wrap));
    }

    private void add6(String name, Function<Packet, Packet> wrap) {
        byName.put(name, new Wrapping(Packet::isIpv6, wrap));
    }

    private void links() {
        add("no padding", Function.identity());
        add("trailer", trailer(22));
        add("tag", vlan(0x8100, 5));
        add("priority tag", vlan(0x8100, 0xE000));
        add("provider tag", vlan(0x88A8, 7));
        add("old provider tag", vlan(0x9100, 7));
        add("two tags", vlan(0x8100, 5).andThen(vlan(0x8100, 6)));
        add("customer in provider tag", vlan(0x8100, 5).andThen(vlan(0x88A8, 6)));
        add("four tags", four(vlan(0x8100, 5)));
        add("eight tags", four(vlan(0x8100, 5)).andThen(four(vlan(0x88A8, 6))));
        add("PPPoE", pppoe());
        add("PPPoE and trailer", pppoe().andThen(trailer(6)));
        add("PPPoE in a tag", pppoe().andThen(vlan(0x8100, 5)));
        add("PPPoE in two tags", pppoe().andThen(vlan(0x8100, 5)).andThen(vlan(0x88A8, 6)));
        add("SNAP", snap());
        add("SNAP in a tag", snap().andThen(vlan(0x8100, 5)));
        add("one label", mpls(1));
        add("three labels", mpls(3));
        add("labels in a tag", mpls(2).andThen(vlan(0x8100, 5)));
    }

    private static Function<Packet, Packet> four(Function<Packet, Packet> once) {
        return once.andThen(once).andThen(once).andThen(once);
    }

    private void tunnels() {
        add("in IPv4", in4(""));
        add("in IPv4 with options", in4("94040000" + "01010100"));
        add("in IPv6", in6());
        add("in IPv6 with a tunnel limit", in6(60, "NN00040101010100"));
        add("in IPv6 with an atomic fragment header", in6(44, "NN00000000000005"));
        add("DS-Lite in a tag", in6().andThen(vlan(0x8100, 5)));
        add("DS-Lite in PPPoE", in6().andThen(pppoe()));
        add(
                "DS-Lite in PPPoE in two tags",
                in6().andThen(pppoe()).andThen(vlan(0x8100, 5)).andThen(vlan(0x8100, 6)));
        add("6in4 in PPPoE", in4("").andThen(pppoe()));
        add("in IPv4 in IPv6", in4("").andThen(in6()));
        add("in IPv6 in IPv4 in IPv6", in6().andThen(in4("")).andThen(in6()));
        add("in four times IPv4", four(in4("")));
        add("in eight times IPv6", four(in6()).andThen(four(in6())));
        add("GRE", gre(0, ""));
        add("GRE with a key", gre(0x2000, "00000063"));
        add("GRE with key and sequence", gre(0x3000, "0000006300000001"));
        add("GRE with checksum, key and sequence", gre(0xB000, "000000000000006300000001"));
        add("GRE with checksum in IPv6", greIn6(0x8000, "00000000"));
        add("Ethernet in GRE", etherInGre());
        add(
                "a tagged frame in GRE in IPv6",
                vlan(0x8100, 5).andThen(etherInGre()).andThen(in6()));
        add("EtherIP", etherIp());
        add("PPTP", pptp());
        add("GRE in DS-Lite in a tag", gre(0x2000, "00000063").andThen(in6()).andThen(vlan(0x88A8, 5)));
        add("labels in front of a tunnel", in4("").andThen(mpls(2)));
    }

    private void ipv4() {
        add4("router alert", options("94040000"));
        add4("forty bytes of options", options("01".repeat(40)));
        add4("recorded route", options("0707040000000000"));
        add4("IPv4 AH", authenticated4());
        add4("options in a tunnel in PPPoE", options("94040000").andThen(in6()).andThen(pppoe()));
    }

    private void ipv6() {
        add6("hop-by-hop", extension(0, HOP_BY_HOP));
        add6("hop-by-hop router alert", extension(0, ROUTER_ALERT));
        add6("destination options", extension(60, PADDED));
        add6("routing header", extension(43, ROUTE));
        add6("segment routing header", extension(43, SEGMENT_ROUTE));
        add6("AH", extension(51, AUTHENTICATION));
        add6("atomic fragment", extension(44, ATOMIC));
        add6("eight destination options", four(extension(60, HOP_BY_HOP)).andThen(four(extension(60, HOP_BY_HOP))));
        add6(
                "every extension header",
                extension(60, HOP_BY_HOP)
                        .andThen(extension(51, AUTHENTICATION))
                        .andThen(extension(44, ATOMIC))
                        .andThen(extension(43, ROUTE))
                        .andThen(extension(60, PADDED))
                        .andThen(extension(0, HOP_BY_HOP)));
        add6("extension headers in 6in4", extension(60, PADDED).andThen(in4("")));
    }
}
