package org.sekimori.bench;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Payloads of the protocols that the shipped policy tells apart. */
final class Messages {
    private static final int NTP_LENGTH = 48;
    private static final int NTP_CLIENT = 0x23;
    private static final int NTP_SERVER = 0x24;

    private Messages() {}

    /** A question for the addresses of "a.", or the same with the response bit set. */
    static byte[] dns(boolean isReply) {
        return new byte[] {0, 1, (byte) (isReply ? 0x81 : 0x01), 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'a', 0, 0, 1, 0, 1};
    }

    /** Of mode 3 (client), or 4 (server). */
    static byte[] ntp(boolean isReply) {
        byte[] message = new byte[NTP_LENGTH];
        message[0] = (byte) (isReply ? NTP_SERVER : NTP_CLIENT);
        return message;
    }

    /** A search for devices, or a device's answer. */
    static byte[] ssdp(boolean isReply) {
        String text =
                isReply ? "HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n\r\n" : "M-SEARCH * HTTP/1.1\r\nMX: 1\r\n\r\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The question CLDAP reflectors are sent: all of the root entry. */
    static byte[] cldap() {
        return HexFormat.of()
                .parseHex("3025020101632004000a01000a0100020100020100010100870b6f626a656374636c6173733000");
    }
}
