package org.sekimori.dataplane.frame;

import java.util.HexFormat;

/** SNMP messages, spelled out. */
final class SnmpSamples {
    private static final String ENGINE = "0405" + "8000000001";
    private static final String SECURITY = "0410" + "300e" + ENGINE + "020100" + "0400" + "0400";

    private SnmpSamples() {}

    static byte[] version1(int pdu) {
        return hex("3013" + "020100" + "0406" + "7075626c6963" + String.format("%02x", pdu) + "06" + "020101020100");
    }

    static byte[] version2(int pdu) {
        return hex("3013" + "020101" + "0406" + "7075626c6963" + String.format("%02x", pdu) + "06" + "020101020100");
    }

    /** In the clear, with these message flags. */
    static byte[] version3(int pdu, int flags) {
        return version3(flags, "3011" + ENGINE + "0400" + String.format("%02x", pdu) + "06" + "020101020100");
    }

    static byte[] version3Encrypted(int flags) {
        return version3(flags, "0408" + "0123456789abcdef");
    }

    private static byte[] version3(int flags, String scoped) {
        String header = "3010" + "02040000ffff" + "020205c0" + "0401" + String.format("%02x", flags) + "020103";
        String body = "020103" + header + SECURITY + scoped;
        return hex("30" + String.format("%02x", body.length() / 2) + body);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
