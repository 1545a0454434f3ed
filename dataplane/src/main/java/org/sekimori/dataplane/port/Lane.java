package org.sekimori.dataplane.port;

/** The part of a port that one pipeline has to itself. Closing it is the port's affair. */
public interface Lane extends Port {
    /** The descriptor that becomes readable when frames come in, for an agent that sleeps; any thread. */
    int pollDescriptor();
}
