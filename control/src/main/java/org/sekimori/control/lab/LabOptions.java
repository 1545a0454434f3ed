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
            "the domain controller (Samba AD): no CLDAP answers and no SMB shares; TCP 445 and 139 are answered by resets only";
}
