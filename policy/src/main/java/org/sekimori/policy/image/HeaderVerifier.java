package org.sekimori.policy.image;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import org.agrona.concurrent.UnsafeBuffer;

/** Checks what can be told of an image before its sections are looked at: magic, version, length, checksum. */
final class HeaderVerifier {
    private HeaderVerifier() {}

    static void verify(byte[] bytes) {
        if (bytes.length < ImageDescriptor.SECTIONS_OFFSET || bytes.length > ImageDescriptor.MAX_LENGTH) {
            throw new PolicyImageException("policy image of " + bytes.length + " bytes; expected "
                    + ImageDescriptor.SECTIONS_OFFSET + " to " + ImageDescriptor.MAX_LENGTH);
        }
        UnsafeBuffer image = new UnsafeBuffer(bytes);
        if (image.getLong(ImageDescriptor.MAGIC_OFFSET, BYTE_ORDER) != ImageDescriptor.MAGIC) {
            throw new PolicyImageException("these bytes are no policy image: they don't begin with SEKIMORI");
        }
        int version = image.getInt(ImageDescriptor.FORMAT_VERSION_OFFSET, BYTE_ORDER);
        if (version != ImageDescriptor.FORMAT_VERSION) {
            throw new PolicyImageException("policy image of format version " + version + "; this program reads "
                    + ImageDescriptor.FORMAT_VERSION);
        }
        int length = image.getInt(ImageDescriptor.LENGTH_OFFSET, BYTE_ORDER);
        if (length != bytes.length) {
            throw new PolicyImageException(
                    "policy image says it has " + length + " bytes, but " + bytes.length + " are there");
        }
        int expected = image.getInt(ImageDescriptor.CHECKSUM_OFFSET, BYTE_ORDER);
        int found = ImageChecksum.of(bytes, bytes.length);
        if (found != expected) {
            throw new PolicyImageException(
                    String.format("policy image has checksum %08x, but its header says %08x", found, expected));
        }
        int fates = image.getInt(ImageDescriptor.FATES_OFFSET, BYTE_ORDER);
        check((fates & ~FatesDescriptor.MASK) == 0, "fates", fates);
        int grace = image.getInt(ImageDescriptor.GRACE_OFFSET, BYTE_ORDER);
        check(grace >= 0 && grace <= ImageDescriptor.MAX_GRACE_SECONDS, "grace", grace);
    }

    static void check(boolean holds, String what, int where) {
        if (!holds) {
            throw new PolicyImageException("policy image is broken: " + what + " (" + where + ")");
        }
    }
}
