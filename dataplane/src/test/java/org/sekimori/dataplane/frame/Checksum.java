package org.sekimori.dataplane.frame;

/** The internet checksum (RFC 1071). */
final class Checksum {
    private Checksum() {}

    /** The checksum of these bytes, in which the checksum's own field is 0; 0 for bytes that hold a right checksum. */
    static int of(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += (bytes[i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return ~sum & 0xFFFF;
    }
}
