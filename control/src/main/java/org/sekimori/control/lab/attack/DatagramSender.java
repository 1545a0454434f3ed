package org.sekimori.control.lab.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Carries out the orders that take datagrams. One object serves one order. */
final class DatagramSender {
    private static final int LARGEST_DATAGRAM = 65_535;
    /** After an answer: how long a silence means that no more of it will come. */
    private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Order order;
    private final ByteBuffer inbox = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private long received;
    private long bytes;
    private boolean refused;

    DatagramSender(Order order) {
        this.order = order;
    }

    /** One datagram; then listens until {@code patienceMs} is over, or an answer has come to its end. */
    Answer sendOne() throws IOException {
        try (DatagramChannel channel = open();
                Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            channel.send(ByteBuffer.wrap(order.payload()), target());
            long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(order.patienceMs());
            long now = System.nanoTime();
            while (now < endNs) {
                selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(endNs - now)));
                selector.selectedKeys().clear();
                now = System.nanoTime();
                if (drain(channel) > 0) {
                    endNs = now + QUIET_NS;
                }
            }
            return answer(1);
        }
    }

    /** Datagrams at the ordered rate, in bursts of a millisecond's worth. */
    Answer flood() throws IOException {
        try (DatagramChannel channel = open()) {
            ByteBuffer payload = ByteBuffer.wrap(order.payload());
            InetSocketAddress target = target();
            long startNs = System.nanoTime();
            long durationNs = TimeUnit.MILLISECONDS.toNanos(order.patienceMs());
            long sent = 0;
            long elapsedNs = 0;
            while (elapsedNs < durationNs) {
                long due = elapsedNs * order.perSecond() / NS_PER_SECOND;
                for (; sent < due; sent++) {
                    channel.send(payload.rewind(), target);
                }
                drain(channel);
                LockSupport.parkNanos(TICK_NS);
                elapsedNs = System.nanoTime() - startNs;
            }
            LockSupport.parkNanos(QUIET_NS);
            drain(channel);
            return answer(sent);
        }
    }

    private Answer answer(long sent) {
        Answer.Outcome outcome = refused ? Answer.Outcome.REFUSED : Answer.Outcome.SILENT;
        return new Answer(order.id(), received > 0 ? Answer.Outcome.ANSWERED : outcome, sent, received, bytes);
    }

    private int drain(DatagramChannel channel) throws IOException {
        int count = 0;
        try {
            inbox.clear();
            while (channel.receive(inbox) != null) {
                count++;
                received++;
                bytes += inbox.position();
                inbox.clear();
            }
        } catch (PortUnreachableException problem) {
            refused = true;
        }
        return count;
    }

    private InetSocketAddress target() throws IOException {
        return new InetSocketAddress(InetAddress.getByName(order.target()), order.port());
    }

    private DatagramChannel open() throws IOException {
        InetAddress source = InetAddress.getByName(order.source());
        ProtocolFamily family =
                order.source().contains(":") ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        DatagramChannel channel = DatagramChannel.open(family);
        channel.bind(new InetSocketAddress(source, 0));
        if (InetAddress.getByName(order.target()).isMulticastAddress()) {
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByInetAddress(source));
        }
        channel.configureBlocking(false);
        return channel;
    }
}
