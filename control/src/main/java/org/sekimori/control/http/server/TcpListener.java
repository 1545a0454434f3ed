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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sekimori.control.http.listen.ListenAddress;
import org.sekimori.control.http.listen.ListenException;
import org.sekimori.dataplane.linux.DeviceBinding;
import org.sekimori.dataplane.linux.NativeCallException;

/**
 * Listens on TCP. A device's listener is tied to the device, so that nothing reaches it by another; where the kernel
 * won't, it listens on the device's addresses only, and a connection that reached any other is closed. A device or an address
 * that isn't there is waited for, and a device that was made anew is listened on anew: the old one's sockets hear nothing of
 * it. All methods but {@link #state} belong to one thread.
 */
final class TcpListener {
    /** A burst of strangers must not fill it: whoever finds it full tries again a second later, and then three. */
    private static final int BACKLOG = 1024;

    private final EventLoopGroup loops;
    private final ListenAddress where;
    private final Handlers handlers;
    private final Consumer<String> log;
    private final List<Channel> channels = new ArrayList<>();
    private boolean accepting;
    /** Which device it was, and which addresses it had, when the sockets were made. */
    private int deviceIndex;

    private List<InetAddress> addresses = List.of();
    private boolean isWholeDevice;
    private int port;
    private volatile State state = new State("", false);

    private TcpListener(EventLoopGroup loops, ListenAddress where, Handlers handlers, Consumer<String> log) {
        this.loops = loops;
        this.where = where;
        this.handlers = handlers;
        this.log = log;
        port = where.port();
    }

    /**
     * How it is.
     *
     * @param line for people: where it listens, or why not
     * @param isUp whether it listens
     */
    record State(String line, boolean isUp) {}

    /** Makes the handler of a listener's connections. */
    interface Handlers {
        Function<Predicate<InetAddress>, ChannelHandler> of(boolean tls);
    }

    /**
     * Begins to listen, or to wait until it can.
     *
     * @param log takes a line for each change from now on
     * @throws ListenException where waiting won't help
     */
    static TcpListener open(EventLoopGroup loops, ListenAddress where, Handlers handlers, Consumer<String> log) {
        TcpListener listener = new TcpListener(loops, where, handlers, log);
        listener.absence().ifPresentOrElse(listener::waitFor, listener::listen);
        return listener;
    }

    /** What it has to wait for; empty where all is there. */
    private Optional<String> absence() {
        if (where instanceof ListenAddress.OfDevice device) {
            return device.index() == 0
                    ? Optional.of("there is no interface '" + device.device() + "'")
                    : Optional.empty();
        }
        InetAddress address = ((ListenAddress.OfAddress) where).address();
        return ListenAddress.isHere(address)
                ? Optional.empty()
                : Optional.of("this machine has no address " + address.getHostAddress());
    }

    private void waitFor(String absence) {
        state = new State("not listening on " + where + ": " + absence + "; it is waited for", false);
        log.accept(state.line());
    }

    private void listen() {
        boolean tls = !where.isLoopback();
        if (where instanceof ListenAddress.OfDevice device) {
            deviceIndex = device.index();
            addresses = device.addresses();
            state = new State("listening on " + onDevice(device, handlers.of(tls), tls), true);
        } else {
            InetAddress address = ((ListenAddress.OfAddress) where).address();
            bind(new InetSocketAddress(address, port), handlers.of(tls).apply(any -> true));
            state = new State("listening on " + url(tls, ListenAddress.text(address, port())), true);
        }
        port = port();
        if (accepting) {
            accept();
        }
    }

    /** Looks whether what it listens on is still there, and still the same. */
    void tend() {
        Optional<String> absence = absence();
        if (!channels.isEmpty() && (absence.isPresent() && isOfDevice() || isMadeAnew())) {
            close();
            channels.clear();
        }
        if (absence.isPresent()) {
            if (state.isUp()) {
                waitFor(absence.get());
            }
        } else if (channels.isEmpty()) {
            listenAgain();
        } else if (!state.isUp()) {
            // A socket on an address hears again once the address is back.
            state = new State("listening on " + url(!where.isLoopback(), where.toString()), true);
            log.accept(state.line());
        }
    }

    private void listenAgain() {
        try {
            listen();
            log.accept(state.line());
        } catch (ListenException problem) {
            close();
            channels.clear();
            State failed =
                    new State("not listening on " + where + ": " + problem.getMessage() + "; it is tried again", false);
            if (!failed.equals(state)) {
                log.accept(failed.line());
            }
            state = failed;
        }
    }

    private boolean isOfDevice() {
        return where instanceof ListenAddress.OfDevice;
    }

    private boolean isMadeAnew() {
        return where instanceof ListenAddress.OfDevice device
                && (device.index() != deviceIndex
                        || !isWholeDevice && !device.addresses().equals(addresses));
    }

    private String onDevice(
            ListenAddress.OfDevice device, Function<Predicate<InetAddress>, ChannelHandler> handler, boolean tls) {
        Optional<String> hindrance = onWholeDevice(device, handler);
        isWholeDevice = hindrance.isEmpty();
        if (isWholeDevice) {
            return url(tls, device.device() + ":" + port()) + " (tied to the device)";
        }
        Predicate<InetAddress> own = address -> device.addresses().contains(address);
        boolean tied = true;
        for (InetAddress address : addresses) {
            Channel channel = bind(new InetSocketAddress(address, port), handler.apply(own));
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
            channel = bind(new InetSocketAddress(port), handler.apply(any -> true));
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
    private Channel bind(SocketAddress address, ChannelHandler handler) {
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
        accepting = true;
        channels.forEach(channel -> channel.config().setAutoRead(true));
    }

    /** How it is now. */
    State state() {
        return state;
    }

    /** What it was told to listen on. */
    ListenAddress where() {
        return where;
    }

    /** The port, which the kernel may have chosen. */
    int port() {
        return channels.isEmpty() ? port : ((InetSocketAddress) channels.get(0).localAddress()).getPort();
    }

    void close() {
        channels.forEach(channel -> channel.close().syncUninterruptibly());
    }

    private static String url(boolean tls, String authority) {
        return (tls ? "https://" : "http://") + authority;
    }
}
