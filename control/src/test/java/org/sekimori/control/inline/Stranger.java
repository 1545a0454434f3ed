package org.sekimori.control.inline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.sekimori.control.lab.Attack;
import org.sekimori.control.lab.Placement;
import org.sekimori.control.lab.attack.Order;
import org.sekimori.control.lab.attack.Order.Kind;
import org.sekimori.control.lab.net.Addresses;

/** Sends the lab's attacks from an address of the internet, through the kernel's own sockets, and waits for no answer. */
final class Stranger {
    private static final String GROUP_PREFIX = "239.";

    private Stranger() {}

    /** Every attack on the site, as orders that any machine beyond the gateway can carry out. */
    static List<Order> attacks() {
        return Attack.all(Placement.INSIDE, false).stream()
                .map(Attack::order)
                .map(order -> order.target().startsWith(GROUP_PREFIX)
                        ? from(Addresses.ATTACKER, order, Addresses.HOST)
                        : order)
                .toList();
    }

    static Order from(String source, Order order, String target) {
        return new Order(
                order.id(),
                order.kind(),
                source,
                target,
                order.port(),
                order.payload(),
                order.patienceMs(),
                order.perSecond());
    }

    /** Sends each from {@code v4} or {@code v6}. */
    static void send(LineLab lab, String v4, String v6, List<Order> orders) {
        lab.inline().wan.call(() -> {
            orders.forEach(order -> send(isV6(order.target()) ? v6 : v4, order));
            return null;
        });
    }

    static boolean isV6(String address) {
        return address.contains(":");
    }

    private static void send(String source, Order order) {
        ProtocolFamily family = isV6(source) ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        try {
            InetSocketAddress from = new InetSocketAddress(InetAddress.getByName(source), 0);
            InetSocketAddress to = new InetSocketAddress(InetAddress.getByName(order.target()), order.port());
            if (order.kind() == Kind.CONNECT) {
                try (SocketChannel channel = SocketChannel.open()) {
                    channel.bind(from).configureBlocking(false);
                    channel.connect(to);
                }
            } else {
                try (DatagramChannel channel = DatagramChannel.open(family)) {
                    channel.bind(from).send(ByteBuffer.wrap(order.payload()), to);
                }
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
