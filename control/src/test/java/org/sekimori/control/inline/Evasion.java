package org.sekimori.control.inline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.sekimori.control.inline.line.End;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.dataplane.frame.FrameBuilder;

/**
 * A way to write an attack's datagram so that a filter may not know it for one.
 *
 * @param effect what it comes to with no box in the way
 * @param frames the plain frames, given the mark by which the program knows the datagram
 */
record Evasion(String title, int port, Effect effect, Function<byte[], List<byte[]>> frames) {
    /** What a Linux host does with the datagram: hands it to its program, doesn't, or one or the other by its version. */
    enum Effect {
        REACHES,
        FAILS,
        VARIES
    }

    static final int OPEN_PORT = 5389;
    static final List<Integer> PORTS = List.of(53, 123, 389, 1900, OPEN_PORT);

    private static final int CLDAP = 389;
    private static final int NTP = 123;
    private static final int SSDP = 1900;
    private static final int DNS = 53;
    private static final int SOURCE_PORT = 40_000;
    private static final int IPV4_PAYLOAD = 34;
    private static final int IPV6_SOURCE = 22;
    private static final int IPV6_PAYLOAD = 54;
    private static final int UDP = 17;
    private static final int UDP_CHECKSUM = 6;
    private static final int LENGTH = 160;
    private static final int ID = 0x5E4B;

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;
    private static final byte NOP = 1;

    private Evasion(String title, int port, boolean reaches, Function<byte[], List<byte[]>> frames) {
        this(title, port, reaches ? Effect.REACHES : Effect.FAILS, frames);
    }

    @Override
    public String toString() {
        return title;
    }

    static List<Evasion> all() {
        List<Evasion> all = new ArrayList<>();
        addHeaders(all);
        addMessages(all);
        addFragments(all);
        addIpv6(all);
        return all;
    }

    private static void addHeaders(List<Evasion> all) {
        all.add(one(
                "none, IPv4", CLDAP, true, mark -> v4().udp(SOURCE_PORT, CLDAP).payload(mark)));
        all.add(one("source port 53", CLDAP, true, mark -> v4().udp(DNS, CLDAP).payload(mark)));
        byte[] options = new byte[40];
        Arrays.fill(options, NOP);
        all.add(one(
                "40 bytes of IPv4 options",
                CLDAP,
                true,
                mark -> v4().ipv4Options(options).udp(SOURCE_PORT, CLDAP).payload(mark)));
        all.add(one(
                "bytes behind the packet",
                CLDAP,
                true,
                mark -> v4().udp(SOURCE_PORT, CLDAP).payload(mark).padTo(400)));
        all.add(one(
                "UDP length 0",
                CLDAP,
                false,
                mark -> v4().udp(SOURCE_PORT, CLDAP).falseUdpLength(0).payload(mark)));
        all.add(new Evasion("no UDP checksum", CLDAP, true, mark -> List.of(changeChecksum(mark, false))));
        all.add(new Evasion("wrong UDP checksum", CLDAP, false, mark -> List.of(changeChecksum(mark, true))));
        all.add(new Evasion("UDP length short of the packet's end", CLDAP, true, mark -> {
            byte[] frame = v4().udp(SOURCE_PORT, CLDAP)
                    .falseUdpLength(8 + mark.length)
                    .payload(Arrays.copyOf(mark, LENGTH))
                    .bytes();
            int checksum = IPV4_PAYLOAD + UDP_CHECKSUM;
            Arrays.fill(frame, checksum, checksum + Short.BYTES, (byte) 0);
            return List.of(frame);
        }));
    }

    /** Makes the checksum zero, which means none, or another than it should be. */
    private static byte[] changeChecksum(byte[] mark, boolean wrong) {
        byte[] frame = v4().udp(SOURCE_PORT, CLDAP).payload(mark).bytes();
        int at = IPV4_PAYLOAD + UDP_CHECKSUM;
        if (wrong) {
            frame[at] ^= 0x55;
        } else {
            Arrays.fill(frame, at, at + Short.BYTES, (byte) 0);
        }
        return frame;
    }

    private static void addMessages(List<Evasion> all) {
        all.add(message("NTP mode 0", NTP, "\u0020"));
        all.add(message("NTP mode 6 with the response bit", NTP, "\u0016\u0082"));
        all.add(message("NTP mode 7 with the response bit", NTP, "\u0097\0\3\52"));
        all.add(message("NTP monlist, MBZ set", NTP, "\u0027\0\3\52\7\7"));
        all.add(message("SSDP in small letters behind white space", SSDP, " \t\r\n m-search * HTTP/1.1\r\n"));
        all.add(message("SSDP NoTiFy", SSDP, "NoTiFy * HTTP/1.1\r\n"));
        all.add(message("DNS query with two questions", DNS, "\1\2\1\0\0\2\0\0\0\0\0\0"));
        all.add(message("DNS, an opcode nobody has", DNS, "\1\2\170\0\0\1\0\0\0\0\0\0"));
    }

    private static Evasion message(String title, int port, String beginning) {
        return one(title, port, true, mark -> v4().udp(port, port).payload(behind(beginning, mark)));
    }

    private static byte[] behind(String beginning, byte[] mark) {
        byte[] head = beginning.getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = Arrays.copyOf(head, LENGTH);
        System.arraycopy(mark, 0, whole, LENGTH - mark.length, mark.length);
        return whole;
    }

    private static void addFragments(List<Evasion> all) {
        all.add(new Evasion("two fragments", CLDAP, true, mark -> pieces(mark, 96)));
        all.add(new Evasion("a first fragment of 8 bytes", CLDAP, true, mark -> pieces(mark, 8)));
        all.add(new Evasion("fragments of 8 bytes", CLDAP, true, mark -> pieces(mark, everyEight())));
        all.add(new Evasion("fragments last to first", CLDAP, true, mark -> {
            List<byte[]> pieces = pieces(mark, 64, 96, 128);
            Collections.reverse(pieces);
            return pieces;
        }));
        all.add(new Evasion("the first fragment twice", CLDAP, true, mark -> {
            List<byte[]> pieces = pieces(mark, 96);
            pieces.add(0, pieces.get(0));
            return pieces;
        }));
        all.add(new Evasion("a first fragment to an open port before, same id", CLDAP, false, mark -> {
            List<byte[]> pieces = pieces(mark, 96);
            byte[] open = pieces.get(0).clone();
            open[IPV4_PAYLOAD + 2] = (byte) (OPEN_PORT >> 8);
            open[IPV4_PAYLOAD + 3] = (byte) OPEN_PORT;
            pieces.add(0, open);
            return pieces;
        }));
        all.add(new Evasion("overlapping fragments", CLDAP, false, mark -> {
            List<byte[]> pieces = pieces(mark, 96);
            pieces.add(1, pieces(mark, 88).get(1));
            return pieces;
        }));
    }

    private static int[] everyEight() {
        int[] cuts = new int[LENGTH / 8];
        Arrays.setAll(cuts, i -> 8 * (i + 1));
        return cuts;
    }

    /** The datagram with its checksum, cut at these bytes of its UDP header and payload. */
    private static List<byte[]> pieces(byte[] mark, int... cuts) {
        byte[] frame = v4().udp(SOURCE_PORT, CLDAP).payload(behind("", mark)).bytes();
        byte[] datagram = Arrays.copyOfRange(frame, IPV4_PAYLOAD, frame.length);
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i <= cuts.length; i++) {
            int from = i == 0 ? 0 : cuts[i - 1];
            int to = i == cuts.length ? datagram.length : cuts[i];
            pieces.add(v4().fragment(ID + Arrays.hashCode(mark), from, to < datagram.length)
                    .protocol(UDP)
                    .payload(Arrays.copyOfRange(datagram, from, to))
                    .bytes());
        }
        return pieces;
    }

    private static void addIpv6(List<Evasion> all) {
        all.add(ipv6("none, IPv6", true, frame -> frame));
        all.add(ipv6("hop-by-hop options", true, frame -> frame.extension(HOP_BY_HOP, 8)));
        all.add(ipv6("destination options", true, frame -> frame.extension(DESTINATION_OPTIONS, 8)));
        all.add(ipv6("a routing header that is used up", true, frame -> frame.extension(ROUTING, 8)));
        all.add(ipv6("a fragment header on a whole packet", true, frame -> frame.fragmentHeader(ID, 0, false)));
        all.add(ipv6("33 destination options headers", true, frame -> {
            for (int i = 0; i < 33; i++) {
                frame.extension(DESTINATION_OPTIONS, 8);
            }
            return frame;
        }));
        all.add(ipv6("an authentication header", false, frame -> frame.extension(AUTHENTICATION, 24)));
        all.add(ipv6("payload length 0", false, frame -> frame.falseIpLength(0)));
        all.add(new Evasion("a source of ::ffff: and the partner's IPv4 address", CLDAP, Effect.VARIES, mark -> {
            // the same checksum as without the two bytes of ones
            byte[] frame = ends().ipv6("::" + Addresses.PARTNER, Addresses.HOST_V6)
                    .udp(SOURCE_PORT, CLDAP)
                    .payload(mark)
                    .bytes();
            Arrays.fill(frame, IPV6_SOURCE + 10, IPV6_SOURCE + 12, (byte) 0xFF);
            return List.of(frame);
        }));
        all.add(new Evasion("two IPv6 fragments", CLDAP, true, mark -> pieces6(mark, false)));
        all.add(new Evasion("IPv6 fragments, the last one first", CLDAP, true, mark -> pieces6(mark, true)));
    }

    private static Evasion ipv6(String title, boolean reaches, Function<FrameBuilder, FrameBuilder> change) {
        return one(
                title,
                CLDAP,
                reaches,
                mark -> change.apply(v6()).udp(SOURCE_PORT, CLDAP).payload(mark));
    }

    private static List<byte[]> pieces6(byte[] mark, boolean backwards) {
        byte[] frame = v6().udp(SOURCE_PORT, CLDAP).payload(behind("", mark)).bytes();
        byte[] datagram = Arrays.copyOfRange(frame, IPV6_PAYLOAD, frame.length);
        int cut = 96;
        byte[] first = piece6(mark, datagram, 0, cut);
        byte[] last = piece6(mark, datagram, cut, datagram.length);
        return backwards ? List.of(last, first) : List.of(first, last);
    }

    private static byte[] piece6(byte[] mark, byte[] datagram, int from, int to) {
        return v6().fragmentHeader(ID + Arrays.hashCode(mark), from, to < datagram.length)
                .protocol(UDP)
                .payload(Arrays.copyOfRange(datagram, from, to))
                .bytes();
    }

    private static Evasion one(String title, int port, boolean reaches, Function<byte[], FrameBuilder> frame) {
        return new Evasion(
                title, port, reaches, mark -> List.of(frame.apply(mark).bytes()));
    }

    private static FrameBuilder ends() {
        return FrameBuilder.frame().ethernet(End.INSIDE.mac(), End.OUTSIDE.mac());
    }

    private static FrameBuilder v4() {
        return ends().ipv4(Addresses.ATTACKER, Addresses.HOST);
    }

    private static FrameBuilder v6() {
        return ends().ipv6(Addresses.ATTACKER_V6, Addresses.HOST_V6);
    }
}
