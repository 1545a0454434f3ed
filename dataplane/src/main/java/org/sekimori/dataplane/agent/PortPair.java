package org.sekimori.dataplane.agent;

import org.sekimori.dataplane.port.Port;

/** The box's two sides. */
public record PortPair(Port wan, Port lan) {}
