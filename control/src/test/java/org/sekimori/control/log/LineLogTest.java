package org.sekimori.control.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.line.LinkState;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.line.PortState;

class LineLogTest {
    private final BoxFile file = BoxFile.inMemory(BoxFileShape.of(1));
    private final List<String> said = new ArrayList<>();
    private final LineLog log = new LineLog(file.reader(), said::add);
    private long nowNs = 5;
    private int changes;

    LineLogTest() {
        file.counters("eth0", "eth1");
    }

    @Test
    void shouldSayWhatBecomesOfALink() {
        link(LinkState.SETTLING, "");
        link(LinkState.UP, "");
        link(LinkState.NO_CARRIER, "");
        link(LinkState.RENAMED, "its name is eth7 now");

        assertThat(said)
                .containsExactly(
                        "WAN port eth0 is up, 1 Gbit/s",
                        "warning: WAN port eth0 has no carrier: cable, or far end",
                        "warning: WAN port eth0 was given another name; its name is eth7 now");
    }

    @Test
    void shouldSayWhatBlocksAPortAndWhatLooksWrong() {
        file.line().condition(PortRole.LAN, "a foreign XDP program");
        log.look(nowNs);
        file.line().condition(PortRole.LAN, "");
        file.line().suspicion("WAN and LAN look swapped");
        log.look(nowNs);
        file.line().suspicion("");
        log.look(nowNs);

        assertThat(said)
                .containsExactly(
                        "warning: LAN port eth1: a foreign XDP program",
                        "LAN port eth1: nothing blocks it any more",
                        "warning: WAN and LAN look swapped",
                        "WAN and LAN look right again");
    }

    @Test
    void shouldBoundWhatItSaysOfALinkThatFlapsAndSayHowItEnds() {
        for (int second = 0; second < 600; second++) {
            link(second % 2 == 0 ? LinkState.NO_CARRIER : LinkState.UP, "");
            nowNs += TimeUnit.SECONDS.toNanos(1);
        }
        assertThat(said.size()).isBetween(60, 75);

        link(LinkState.NO_CARRIER, "");
        nowNs += TimeUnit.SECONDS.toNanos(20);
        log.look(nowNs);
        assertThat(said.get(said.size() - 1)).startsWith("warning: WAN port eth0 has no carrier");
        int size = said.size();
        nowNs += TimeUnit.MINUTES.toNanos(5);
        log.look(nowNs);
        assertThat(said).hasSize(size);
    }

    private void link(LinkState state, String detail) {
        changes++;
        int speed = state == LinkState.UP ? 1000 : 0;
        file.line().link(PortRole.WAN, new PortState(state, changes, changes, speed, 0, detail, ""));
        log.look(nowNs);
    }
}
