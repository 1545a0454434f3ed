package org.sekimori.dataplane.agent;

/**
 * What keeps a pipeline from going forward.
 *
 * @param words one phrase
 * @param isDriver whether it is a driver that takes no frames, and not an agent of the pipeline
 */
public record Standstill(String words, boolean isDriver) {}
