package org.sekimori.control.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class MessagesTest {
    private static final int MODE_MASK = 0x07;

    @Test
    void shouldMakeNtpMessagesOfTheirMode() {
        assertThat(Messages.ntpMonlist()[0] & MODE_MASK).isEqualTo(7);
        assertThat(Messages.ntpReadVariables()[0] & MODE_MASK).isEqualTo(6);
        assertThat(Messages.ntpTimeRequest()[0] & MODE_MASK).isEqualTo(3);
        assertThat(Messages.ntpTimeRequest()).hasSize(48);
    }

    @Test
    void shouldAskForAllRecordsOfAName() {
        byte[] query = Messages.dnsAny("lab.example");

        assertThat(new String(query, StandardCharsets.ISO_8859_1)).contains("\u0003lab\u0007example\0\0\u00ff\0\u0001");
        assertThat(query[2] & 0x80).as("QR: a query").isZero();
        assertThat(query).hasSize(12 + 13 + 4 + 11);
    }

    @Test
    void shouldMakeTheThirtyNineBytesOfCldap() {
        byte[] query = Messages.cldapRootDse();

        assertThat(query).hasSize(39);
        assertThat(query[1]).as("BER length of the whole").isEqualTo((byte) 37);
        assertThat(query[5]).as("SearchRequest").isEqualTo((byte) 0x63);
    }

    @Test
    void shouldSearchAsSsdpDoes() {
        assertThat(new String(Messages.ssdpSearch(), StandardCharsets.US_ASCII))
                .startsWith("M-SEARCH * HTTP/1.1\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void shouldPutTheLengthBeforeAnSmbMessage() {
        byte[] message = Messages.smbNegotiate();

        assertThat(ByteBuffer.wrap(message).getInt()).isEqualTo(message.length - 4);
        assertThat(new String(message, 5, 3, StandardCharsets.US_ASCII)).isEqualTo("SMB");
    }

    @Test
    void shouldEncodeNetbiosNames() {
        byte[] message = Messages.netbiosSessionRequest();

        assertThat(message).hasSize(4 + 34 + 34);
        assertThat(message[3]).isEqualTo((byte) 68);
        assertThat(new String(message, 5, 20, StandardCharsets.US_ASCII)).isEqualTo("CKFDENECFDEFFCFGEFFC");
        assertThat(new String(message, 39, 8, StandardCharsets.US_ASCII)).isEqualTo("EMEBECCA");
    }
}
