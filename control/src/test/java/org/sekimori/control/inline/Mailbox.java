package org.sekimori.control.inline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.dataplane.linux.TestNamespace;

/** A program of the site that takes datagrams at some ports, IPv4 and IPv6, from the kernel: what it has got, the kernel took for sound. */
final class Mailbox implements AutoCloseable {
    private static final int LARGEST_DATAGRAM = 65_535;

    private final List<DatagramChannel> channels = new ArrayList<>();
    private final StringBuilder letters = new StringBuilder();
    private final ByteBuffer letter = ByteBuffer.allocate(LARGEST_DATAGRAM);

    Mailbox(TestNamespace host, List<Integer> ports) {
        for (int port : ports) {
            channels.add(host.call(() -> {
                DatagramChannel channel = DatagramChannel.open();
                channel.bind(new InetSocketAddress(port)).configureBlocking(false);
                return channel;
            }));
        }
    }

    /** Has a datagram with this text in it come by now? */
    boolean holds(String text) {
        collect();
        return letters.indexOf(text) >= 0;
    }

    private void collect() {
        try {
            for (DatagramChannel channel : channels) {
                letter.clear();
                while (channel.receive(letter) != null) {
                    letters.append(new String(letter.array(), 0, letter.position(), StandardCharsets.ISO_8859_1))
                            .append('\n');
                    letter.clear();
                }
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    @Override
    public void close() {
        try {
            for (DatagramChannel channel : channels) {
                channel.close();
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
