package org.sekimori.dataplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PortRange;

class UdpFlowsTest {
    @Test
    void shouldNameEveryPortWithATimeOfItsOwn() {
        for (int port = 0; port <= PortRange.MAX_PORT; port++) {
            boolean isTimed = UdpFlows.TIMED_SERVICES.contains(port);
            assertThat(UdpFlows.answeredNs(port)).isEqualTo(isTimed ? UdpFlows.askedNs(port) : UdpFlows.answeredNs(0));
            assertThat(isTimed || UdpFlows.askedNs(port) == UdpFlows.askedNs(0)).isTrue();
        }
        assertThat(UdpFlows.askedNs(0)).isEqualTo(TimeUnit.SECONDS.toNanos(30));
        assertThat(UdpFlows.answeredNs(0)).isEqualTo(TimeUnit.SECONDS.toNanos(180));
    }

    @Test
    void shouldNameEveryPortThatAnswersUnasked() {
        for (int port = 0; port <= PortRange.MAX_PORT; port++) {
            assertThat(FlowPackets.asks(datagram(port, 4000))).isEqualTo(!UdpFlows.ANSWERING.contains(port));
            assertThat(FlowPackets.asks(datagram(11211, port))).isEqualTo(UdpFlows.SERVICES.contains(port));
        }
    }

    private static MatchFields datagram(int sourcePort, int destinationPort) {
        MatchFields fields = new MatchFields();
        fields.clear();
        fields.direction(Direction.OUTBOUND);
        fields.ipv4(1, 2);
        fields.ipProtocol(IpProtocol.UDP);
        fields.ports(sourcePort, destinationPort);
        return fields;
    }
}
