package org.sekimori.dataplane.pcap;

import java.nio.file.Path;

/**
 * A capture file to replay, and which way its frames went.
 *
 * @param name the file's name as the user gave it
 */
public record CaptureInput(String name, Path file, DirectionRule rule) {}
