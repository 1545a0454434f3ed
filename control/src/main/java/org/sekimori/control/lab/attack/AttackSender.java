package org.sekimori.control.lab.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * The stranger: reads orders line by line, carries each out on a thread of its own, and prints an answer line for each. Ends with its input.
 * It runs inside the WAN's namespace and sends nowhere by itself.
 */
public final class AttackSender {
    /** What it prints first. */
    public static final String READY = "ready";

    /** Before the reason why an order could not be carried out, in place of an answer. */
    static final String FAULT = "fault";

    private final PrintWriter out;
    private final ConnectionSender connections = new ConnectionSender();

    public AttackSender(PrintWriter out) {
        this.out = out;
    }

    /** Serves until {@code in} ends. */
    public void serve(BufferedReader in) throws IOException {
        print(READY);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Order order = Order.parse(line);
            Thread thread = new Thread(() -> print(carryOut(order)), "order " + order.id());
            thread.setDaemon(true);
            thread.start();
        }
    }

    private String carryOut(Order order) {
        try {
            return switch (order.kind()) {
                case DATAGRAM -> new DatagramSender(order).sendOne().line();
                case FLOOD -> new DatagramSender(order).flood().line();
                case CONNECT -> connections.connect(order, false).line();
                case OPEN -> connections.connect(order, true).line();
                case CONTINUE -> connections.continueHeld(order).line();
            };
        } catch (IOException problem) {
            return FAULT + " " + order.id() + " " + problem;
        }
    }

    private synchronized void print(String line) {
        out.println(line);
        out.flush();
    }
}
