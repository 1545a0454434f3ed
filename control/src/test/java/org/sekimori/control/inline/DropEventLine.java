package org.sekimori.control.inline;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.sekimori.dataplane.event.DropEvent;

/** What a drop's event says of an IPv4 frame, on one line: all but when, and what was kept silent. */
final class DropEventLine {
    private DropEventLine() {}

    static String of(DropEvent event) {
        return "epoch " + event.epoch() + " " + event.verdict() + " " + event.wireLength() + " bytes "
                + event.direction().word() + " " + address(event.sourceLow()) + ":" + event.sourcePort() + " -> "
                + address(event.destinationLow()) + ":" + event.destinationPort() + " protocol " + event.ipProtocol()
                + " rule " + event.rule();
    }

    private static String address(long ipv4) {
        try {
            byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) ipv4).array();
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
