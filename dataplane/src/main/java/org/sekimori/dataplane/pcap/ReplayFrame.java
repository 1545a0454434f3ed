package org.sekimori.dataplane.pcap;

import org.sekimori.policy.Direction;

/** A frame on its way through the engine: where it comes from, and which way it goes. */
public record ReplayFrame(CaptureInput input, CaptureFrame capture, Direction direction) {}
