package org.sekimori.dataplane.ebpf;

/**
 * The name by which a program refers to a map; the map's descriptor takes its place when the program is loaded.
 *
 * @param name unique within the program
 */
public record MapReference(String name) {}
