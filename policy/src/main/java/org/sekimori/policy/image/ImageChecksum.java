package org.sekimori.policy.image;

import java.util.zip.CRC32C;

/** The CRC32C of an image, its own four bytes read as 0. */
public final class ImageChecksum {
    private static final byte[] NO_CHECKSUM = new byte[ImageDescriptor.CHECKSUM_LENGTH];

    private ImageChecksum() {}

    /** The checksum that belongs into the header of the image of that length. */
    public static int of(byte[] image, int length) {
        CRC32C crc = new CRC32C();
        int behind = ImageDescriptor.CHECKSUM_OFFSET + ImageDescriptor.CHECKSUM_LENGTH;
        crc.update(image, 0, ImageDescriptor.CHECKSUM_OFFSET);
        crc.update(NO_CHECKSUM);
        crc.update(image, behind, length - behind);
        return (int) crc.getValue();
    }
}
