package org.sekimori.dataplane.port;

/** One side of the box: a network interface, or a capture file in its place. */
public interface Port extends AutoCloseable {
    /** The interface's or file's name, as the user gave it. */
    String name();

    ReceivePort receiver();

    TransmitPort transmitter();

    /** Gives back everything taken from the kernel; safe to call twice. No agent may use the port any more. */
    @Override
    void close();
}
