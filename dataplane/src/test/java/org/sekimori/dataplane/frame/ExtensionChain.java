package org.sekimori.dataplane.frame;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The IPv6 extension headers of a frame under construction, in the order they were added. */
final class ExtensionChain {
    private static final int FRAGMENT_LENGTH = 8;

    private final List<Integer> kinds = new ArrayList<>();
    private final List<byte[]> headers = new ArrayList<>();

    /** A header of that whole length; its length field is right for that kind, its data all padding. */
    void add(int kind, int length) {
        ByteBuffer header = ByteBuffer.allocate(length);
        int unit = kind == IpProtocols.AUTHENTICATION ? 4 : 8;
        if (length < 8 || (length - 8) % unit != 0) {
            throw new IllegalArgumentException("no extension header has length " + length);
        }
        header.put(1, (byte) ((length - 8) / unit));
        kinds.add(kind);
        headers.add(header.array());
    }

    void addFragment(int identification, int offsetBytes, boolean more) {
        ByteBuffer header = ByteBuffer.allocate(FRAGMENT_LENGTH);
        header.putShort(2, (short) (offsetBytes & ~7 | (more ? 1 : 0))).putInt(4, identification);
        kinds.add(IpProtocols.FRAGMENT);
        headers.add(header.array());
    }

    /** What the IPv6 header's next-header field must say. */
    int first(int transport) {
        return kinds.isEmpty() ? transport : kinds.get(0);
    }

    byte[] encode(int transport) {
        ByteBuffer chain = ByteBuffer.allocate(
                headers.stream().mapToInt(header -> header.length).sum());
        for (int i = 0; i < headers.size(); i++) {
            int start = chain.position();
            chain.put(headers.get(i)).put(start, (byte) (i + 1 < kinds.size() ? kinds.get(i + 1) : transport));
        }
        return chain.array();
    }
}
