package org.sekimori.dataplane.agent;

import org.sekimori.dataplane.port.Port;

/** The box's two sides. */
public record PortPair(Port wan, Port lan) implements AutoCloseable {
    /** Closes both, whatever happens to the first. */
    @Override
    public void close() {
        try {
            wan.close();
        } finally {
            lan.close();
        }
    }
}
