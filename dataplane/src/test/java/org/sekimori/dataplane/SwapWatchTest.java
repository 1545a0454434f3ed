package org.sekimori.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.agent.OriginTally;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.policy.MatchFields;

/** Both placements, right and swapped, with what else may be seen there. */
class SwapWatchTest {
    private static final int WAN = 0;
    private static final int LAN = 1;
    private static final int OWN = address("8.8.4.4");
    private static final int ROUTER = address("192.168.1.1");

    private final Random random = new Random(7);
    private final BoxFile file = BoxFile.inMemory(BoxFileShape.of(1));
    private final List<OriginTally> tallies = List.of(new OriginTally(), new OriginTally());
    private final MatchFields packet = new MatchFields();
    private long nowNs = 1;
    private long linkChanges;
    private final SwapWatch watch =
            new SwapWatch(() -> nowNs, tallies, file.line(), () -> linkChanges, "WAN eth0, LAN eth1");

    @Test
    void shouldSuspectASwapInsideTheNat() {
        insideNat(LAN, WAN);

        assertThat(suspicion())
                .startsWith(
                        "WAN and LAN look swapped (WAN eth0, LAN eth1): private addresses come in from the WAN port");
    }

    @Test
    void shouldSuspectASwapOutsideTheNat() {
        outsideNat(LAN, WAN);

        assertThat(suspicion()).contains("packets come from many networks at the LAN port, and from 1 at the WAN port");
    }

    /** Of a line that shows nothing else yet, such as one on which everything is IPv6 of one network. */
    @Test
    void shouldSuspectASwapByRouterSigns() {
        for (int i = 0; i < 600; i++) {
            see(i % 2, address("9.9.9.9"), address("9.9.9.10"));
        }
        assertThat(suspicion()).isEmpty();
        for (int i = 0; i < 3; i++) {
            dhcpAnswer(LAN);
        }
        assertThat(suspicion()).contains("a DHCP server's answers come in from the LAN port alone");
    }

    @Test
    void shouldFindInsideTheNatRight() {
        insideNat(WAN, LAN);
        for (int i = 0; i < 50; i++) {
            dhcpAnswer(LAN);
        }

        assertThat(suspicion()).as("a site may have a DHCP server of its own").isEmpty();
    }

    /** Routers and DHCP servers of the provider are on the WAN's side; strangers forge private sources. */
    @ParameterizedTest
    @ValueSource(ints = {0, 100, 1000, 20_000})
    void shouldFindOutsideTheNatRightWhateverStrangersForge(int forged) {
        for (int i = 0; i < forged; i++) {
            see(WAN, address("10.0.0.0") + random.nextInt(1 << 16), OWN);
        }
        outsideNat(WAN, LAN);
        dhcpAnswer(WAN);
        routerAdvertisement(WAN);
        routerAdvertisement(WAN);
        routerAdvertisement(WAN);

        assertThat(suspicion()).isEmpty();
    }

    @Test
    void shouldSuspectASwapByTheLanNetsOfThePolicy() {
        for (int i = 0; i < 200; i++) {
            packet.ipv4(address("9.1.2.3"), global());
            tallies.get(0).look(WAN, packet, true);
            packet.ipv4(global() & 0xFFFF | 0x0505_0000, address("9.1.2.3"));
            tallies.get(1).look(LAN, packet, false);
        }
        assertThat(suspicion()).contains("lan-nets come in from the WAN port");
    }

    @Test
    void shouldTakeTheSuspicionBackOnceTheCablesAreRight() {
        insideNat(LAN, WAN);
        assertThat(suspicion()).isNotEmpty();
        linkChanges++;
        assertThat(suspicion()).isNotEmpty();

        insideNat(WAN, LAN);
        assertThat(suspicion()).isEmpty();
    }

    @Test
    void shouldKeepASuspicionWhileNothingComes() {
        insideNat(LAN, WAN);
        assertThat(suspicion()).isNotEmpty();
        nowNs += SwapWatch.WINDOW_NS;
        assertThat(suspicion()).isNotEmpty();
        nowNs += SwapWatch.WINDOW_NS;
        see(WAN, global(), OWN);
        assertThat(suspicion()).isNotEmpty();
    }

    @Test
    void shouldSuspectNothingOfALineThatCarriesLittle() {
        for (int i = 0; i < 20; i++) {
            see(WAN, address("192.168.1.10"), global());
            see(LAN, global(), address("192.168.1.10"));
        }
        assertThat(suspicion()).isEmpty();
    }

    /** A site's hosts behind one side, the router and the internet behind the other. */
    private void insideNat(int outside, int inside) {
        for (int i = 0; i < 300; i++) {
            int host = ROUTER + 1 + i % 40;
            int server = global();
            see(inside, host, server);
            see(outside, server, host);
            see(outside, ROUTER, host);
        }
    }

    /** The site's one address behind one side, the internet behind the other. */
    private void outsideNat(int outside, int inside) {
        for (int i = 0; i < 600; i++) {
            int server = global();
            see(inside, OWN, server);
            see(outside, server, OWN);
        }
    }

    private int global() {
        return address("20.0.0.0") + random.nextInt(1 << 26);
    }

    private void see(int port, int source, int destination) {
        packet.clear();
        packet.ipv4(source, destination);
        packet.transport(6, 1000, 443);
        tallies.get(random.nextInt(2)).look(port, packet, false);
    }

    private void dhcpAnswer(int port) {
        packet.clear();
        packet.ipv4(ROUTER, -1);
        packet.transport(17, 67, 68);
        tallies.get(0).look(port, packet, false);
    }

    private void routerAdvertisement(int port) {
        packet.clear();
        packet.ipv6(0xFE80_0000_0000_0000L, 1, 0xFF02_0000_0000_0000L, 1);
        packet.transport(58, 0, 0);
        packet.icmp(134, 0);
        tallies.get(0).look(port, packet, false);
    }

    private String suspicion() {
        nowNs += SwapWatch.LOOK_NS;
        watch.doWork();
        return file.reader().status().line().suspicion();
    }

    private static int address(String text) {
        int address = 0;
        for (String part : text.split("\\.")) {
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }
}
