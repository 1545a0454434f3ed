package org.sekimori.control.lab;

/**
 * How to play.
 *
 * @param quick leaves out the servers that take long to start
 * @param keep leaves everything up at the end
 */
public record LabOptions(boolean quick, boolean keep) {
    /** What {@link #quick} leaves out, as the user reads it. */
    public static final String LEFT_OUT =
            "the domain controller (Samba AD): no CLDAP answers, no SMB shares, TCP 445 and 139 answer by resets only;"
                    + " and downloads are shorter";

    private static final long FULL_DOWNLOAD_BYTES = 1L << 30;
    private static final long QUICK_DOWNLOAD_BYTES = 1L << 28;

    /** How much the download is that is measured. */
    long downloadBytes() {
        return quick ? QUICK_DOWNLOAD_BYTES : FULL_DOWNLOAD_BYTES;
    }

    /** The same in words. */
    String downloadSize() {
        return quick ? "256 MiB" : "1 GiB";
    }
}
