package org.sekimori.control.http.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sekimori.control.http.listen.ListenAddress;
import org.sekimori.control.http.listen.ListenException;
import org.sekimori.dataplane.linux.DeviceBinding;
import org.sekimori.dataplane.linux.NativeCallException;

/**
 * Listens on TCP. A device's listener is tied to the device, so that nothing reaches it by another; where the kernel
 * won't, it listens on the device's addresses only, and a connection that reached any other is closed.
 */
final class TcpListener {
    /** A burst of strangers must not fill it: whoever finds it full tries again a second later, and then three. */
    private static final int BACKLOG = 1024;

    private final EventLoopGroup loops;
    private final List<Channel> channels = new ArrayList<>();
    private final String line;

    private TcpListener(EventLoopGroup loops, ListenAddress where, Handlers handlers) {
        this.loops = loops;
        boolean tls = !where.isLoopback();
        if (where instanceof ListenAddress.OfDevice device) {
            line = onDevice(device, handlers.of(tls), tls);
        } else {
            ListenAddress.OfAddress address = (ListenAddress.OfAddress) where;
            listen(
                    new InetSocketAddress(address.address(), address.port()),
                    handlers.of(tls).apply(any -> true));
            line = url(tls, ListenAddress.text(address.address(), port()));
        }
    }

    /** Makes the handler of a listener's connections. */
    interface Handlers {
        Function<Predicate<InetAddress>, ChannelHandler> of(boolean tls);
    }

    /**
     * Begins to listen.
     *
     * @throws ListenException where that can't be
     */
    static TcpListener open(EventLoopGroup loops, ListenAddress where, Handlers handlers) {
        return new TcpListener(loops, where, handlers);
    }

    private String onDevice(
            ListenAddress.OfDevice device, Function<Predicate<InetAddress>, ChannelHandler> handler, boolean tls) {
        Optional<String> hindrance = onWholeDevice(device, handler);
        if (hindrance.isEmpty()) {
            return url(tls, device.device() + ":" + port()) + " (tied to the device)";
        }
        Predicate<InetAddress> own = address -> device.addresses().contains(address);
        boolean tied = true;
        for (InetAddress address : device.addresses()) {
            Channel channel = listen(new InetSocketAddress(address, device.port()), handler.apply(own));
            tied &= hindrance(channel, device.device()).isEmpty();
        }
        if (channels.isEmpty()) {
            throw new ListenException(
                    "--listen " + device + ": " + hindrance.get() + ", and the device has no address");
        }
        return url(tls, device.device() + ":" + port())
                + (tied
                        ? " (on the device's addresses of now, tied to the device: "
                        : " (on the device's addresses of now, not tied to it: ")
                + hindrance.get() + ")";
    }

    /** Listens on every address, tied to the device; says why not, where it can't. */
    private Optional<String> onWholeDevice(
            ListenAddress.OfDevice device, Function<Predicate<InetAddress>, ChannelHandler> handler) {
        Channel channel;
        try {
            channel = listen(new InetSocketAddress(device.port()), handler.apply(any -> true));
        } catch (ListenException inUse) {
            return Optional.of("the port is in use on another");
        }
        Optional<String> hindrance = hindrance(channel, device.device());
        if (hindrance.isPresent()) {
            channels.remove(channel);
            channel.close().syncUninterruptibly();
        }
        return hindrance;
    }

    private static Optional<String> hindrance(Channel channel, String device) {
        InetSocketAddress local = (InetSocketAddress) channel.localAddress();
        try {
            return DeviceBinding.tie(local.getAddress(), local.getPort(), device)
                    ? Optional.empty()
                    : Optional.of("the listening socket can't be found in /proc");
        } catch (NativeCallException refused) {
            return Optional.of(refused.getMessage());
        }
    }

    /** Binds, but accepts nobody yet. */
    private Channel listen(SocketAddress address, ChannelHandler handler) {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(handler)
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ListenException(
                    "can't listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        channels.add(bound.channel());
        return bound.channel();
    }

    /** Accepts connections from now on. */
    void accept() {
        channels.forEach(channel -> channel.config().setAutoRead(true));
    }

    /** Where it listens, for people. */
    String line() {
        return line;
    }

    /** The port, which the kernel may have chosen. */
    int port() {
        return ((InetSocketAddress) channels.get(0).localAddress()).getPort();
    }

    void close() {
        channels.forEach(channel -> channel.close().syncUninterruptibly());
    }

    private static String url(boolean tls, String authority) {
        return (tls ? "https://" : "http://") + authority;
    }
}
