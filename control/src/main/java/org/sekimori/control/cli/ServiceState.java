package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.ServiceManagerSocket;

/**
 * What the service manager is told of this process, where one started it and wants to know (sd_notify(3)): whether it is
 * ready, and a line on what it does. What can't be delivered goes with the next call. For any thread.
 */
final class ServiceState {
    /** Where systemd listens; only in the environment of a service whose unit has {@code Type=notify}. */
    private static final String VARIABLE = "NOTIFY_SOCKET";

    private final PrintWriter err;
    private Optional<ServiceManagerSocket> socket = Optional.empty();
    private boolean isReady;
    private boolean isStopping;
    private String delivered = "";
    private boolean isFaultSaid;

    /** Of a process with that environment. */
    ServiceState(Map<String, String> environment, PrintWriter err) {
        this.err = err;
        String name = environment.get(VARIABLE);
        if (name != null && !name.isEmpty()) {
            open(name);
        }
    }

    private void open(String name) {
        try {
            socket = ServiceManagerSocket.to(name);
            if (socket.isEmpty()) {
                warn(VARIABLE + "=" + name + ": a path of at most 107 bytes is wanted, or '@' and an abstract name");
            }
        } catch (NativeCallException problem) {
            warn(problem.getMessage());
        }
    }

    /** Whether somebody waits for this process to be ready. */
    synchronized boolean isAwaited() {
        return socket.isPresent() && !isReady;
    }

    /** Says what it does, in one line. */
    synchronized void says(String line) {
        String text = (isReady ? "READY=1\n" : "") + (isStopping ? "STOPPING=1\n" : "") + "STATUS=" + line;
        if (socket.isPresent() && !text.equals(delivered)) {
            send(text);
        }
    }

    private void send(String text) {
        try {
            if (socket.orElseThrow().send(text)) {
                delivered = text;
            }
        } catch (NativeCallException problem) {
            if (!isFaultSaid) {
                isFaultSaid = true;
                warn(problem.getMessage());
            }
        }
    }

    /** From now on it is ready; the line says what it does. */
    synchronized void isReady(String line) {
        isReady = true;
        says(line);
    }

    /** From now on it ends. */
    synchronized void isStopping() {
        isStopping = true;
        says("stopping");
    }

    /** Says nothing any more: another process is the service now. */
    synchronized void leave() {
        socket.ifPresent(ServiceManagerSocket::close);
        socket = Optional.empty();
    }

    private void warn(String why) {
        err.println("warning: the service manager isn't told how this process does: " + why);
        err.flush();
    }
}
