package org.sekimori.dataplane.command.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;
import org.sekimori.dataplane.command.BoxLink;

/**
 * Takes commands from the box's Unix socket. One thread serves a handful of callers; whoever isn't known is turned away by
 * the user the kernel says it is, and nothing a caller sends, or doesn't send, costs more than its own connection.
 */
public final class CommandServer implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 8;
    private static final int BACKLOG = 16;
    private static final int MEMORY_BYTES = 64 * 1024;
    /** While there is somebody who may be overdue. */
    private static final int LOOK_INTERVAL_MS = 200;
    /** While there is nobody: a caller, and the end, wake the thread. */
    private static final int IDLE_INTERVAL_MS = 5_000;

    private static final int STOP_MS = 5_000;
    private static final long TEND_NS = 1_000_000_000L;

    private final CommandOptions options;
    private final BoxLink box;
    private final ErrorHandler faults;
    private ServerSocketChannel server;
    private final Selector selector;
    private SelectionKey accepting;
    private long nextTendNs = System.nanoTime() + TEND_NS;
    private final ImageRoom images;
    private final ByteBuffer memory = ByteBuffer.allocateDirect(MEMORY_BYTES);
    private final Thread thread;
    private volatile boolean stopping;

    private CommandServer(CommandOptions options, BoxLink box, ErrorHandler faults, ServerSocketChannel server)
            throws IOException {
        this.options = options;
        this.box = box;
        this.faults = faults;
        this.server = server;
        images = new ImageRoom(options.maxImageBytes());
        selector = Selector.open();
        accepting = server.register(selector, SelectionKey.OP_ACCEPT);
        thread = new Thread(this::run, "command");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Listens, from now until it is closed.
     *
     * @param faults hears of what went wrong with a connection through no fault of its caller
     * @throws IOException where the socket can't be made
     */
    public static CommandServer open(CommandOptions options, BoxLink box, ErrorHandler faults) throws IOException {
        ServerSocketChannel server = CommandSocket.listen(options.socket(), options.owner(), BACKLOG);
        try {
            return new CommandServer(options, box, faults, server);
        } catch (IOException problem) {
            server.close();
            throw problem;
        }
    }

    private void run() {
        while (!stopping) {
            serve();
        }
        connections().forEach(this::close);
    }

    private void serve() {
        try {
            boolean isIdle = selector.keys().size() == 1 && accepting.interestOps() != 0;
            selector.select(isIdle ? IDLE_INTERVAL_MS : LOOK_INTERVAL_MS);
            accepting.interestOps(connections().size() < MAX_CONNECTIONS ? SelectionKey.OP_ACCEPT : 0);
            Set<SelectionKey> ready = selector.selectedKeys();
            ready.forEach(this::proceed);
            ready.clear();
            closeOverdue();
            tend();
        } catch (Throwable fault) {
            faults.onError(fault);
            pause();
        }
    }

    /** After a fault that may come back at once: a thread that only fails is not to take a whole core. */
    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_INTERVAL_MS));
    }

    /** Somebody may have removed the socket's file: listens anew in its place. Connections that are open stay. */
    private void tend() throws IOException {
        long nowNs = System.nanoTime();
        if (nowNs - nextTendNs < 0) {
            return;
        }
        nextTendNs = nowNs + TEND_NS;
        if (!Files.exists(options.socket(), LinkOption.NOFOLLOW_LINKS)) {
            ServerSocketChannel anew = CommandSocket.listen(options.socket(), options.owner(), BACKLOG);
            server.close();
            server = anew;
            accepting = server.register(selector, SelectionKey.OP_ACCEPT);
        }
    }

    private void proceed(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key == accepting) {
            accept();
            return;
        }
        CommandConnection connection = (CommandConnection) key.attachment();
        try {
            connection.proceed(memory);
        } catch (IOException gone) {
            close(connection);
        } catch (Throwable fault) {
            // errors too: an image that finds no memory costs its own connection, not all commands to come
            faults.onError(fault);
            close(connection);
        }
    }

    private void accept() {
        try {
            SocketChannel channel = server.accept();
            if (channel != null) {
                welcome(channel);
            }
        } catch (IOException problem) {
            faults.onError(problem);
            // too many open files, maybe: the next look is soon enough
            accepting.interestOps(0);
        }
    }

    private void welcome(SocketChannel channel) throws IOException {
        try {
            String user = CommandSocket.peer(channel);
            if (!options.users().contains(user)) {
                CommandConnection.turnAway(channel, "user '" + user + "' may not command this box");
                return;
            }
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            long deadlineNs = System.nanoTime() + options.patience().toNanos();
            key.attach(new CommandConnection(channel, key, new CommandReader(images), box, deadlineNs));
        } catch (IOException | RuntimeException gone) {
            channel.close();
        }
    }

    private void closeOverdue() {
        long nowNs = System.nanoTime();
        connections().stream().filter(each -> each.isOverdue(nowNs)).forEach(this::close);
    }

    private List<CommandConnection> connections() {
        return selector.keys().stream()
                .filter(key -> key != accepting && key.isValid())
                .map(key -> (CommandConnection) key.attachment())
                .toList();
    }

    private void close(CommandConnection connection) {
        try {
            connection.close();
        } catch (IOException problem) {
            faults.onError(problem);
        }
    }

    /** Listens no more; a command that is being done is done first. */
    @Override
    public void close() throws IOException {
        stopping = true;
        selector.wakeup();
        try {
            thread.join(STOP_MS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
        selector.close();
        server.close();
        Files.deleteIfExists(options.socket());
    }
}
