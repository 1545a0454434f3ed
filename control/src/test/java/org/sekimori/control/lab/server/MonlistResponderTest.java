package org.sekimori.control.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.sekimori.control.lab.attack.Messages;

final class MonlistResponderTest {
    @Test
    void shouldKnowAMonlistRequest() {
        assertThat(MonlistResponder.isMonlist(ByteBuffer.wrap(Messages.ntpMonlist())))
                .isTrue();
    }

    @Test
    void shouldKeepStillAtAnythingElse() {
        byte[] response = Messages.ntpMonlist();
        response[0] |= (byte) 0x80;

        assertThat(MonlistResponder.isMonlist(ByteBuffer.wrap(response))).isFalse();
        assertThat(MonlistResponder.isMonlist(ByteBuffer.wrap(Messages.ntpTimeRequest())))
                .isFalse();
        assertThat(MonlistResponder.isMonlist(ByteBuffer.wrap(Messages.ntpReadVariables())))
                .isFalse();
        assertThat(MonlistResponder.isMonlist(ByteBuffer.wrap(Messages.ntpMonlist(), 0, 7)))
                .isFalse();
        assertThat(MonlistResponder.isMonlist(ByteBuffer.allocate(0))).isFalse();
    }

    @Test
    void shouldMarkAllDatagramsButTheLastAsFollowedByMore() {
        byte request = Messages.ntpMonlist()[0];
        for (int i = 0; i < MonlistResponder.DATAGRAM_COUNT; i++) {
            ByteBuffer response = MonlistResponder.response(request, i);

            boolean isLast = i == MonlistResponder.DATAGRAM_COUNT - 1;
            assertThat(response.get(0) & 0xff).isEqualTo(isLast ? 0x97 : 0xd7);
            assertThat(response.get(1)).isEqualTo((byte) i);
            assertThat(response.remaining())
                    .isEqualTo(MonlistResponder.HEADER_LENGTH + response.getShort(4) * response.getShort(6));
        }
    }
}
