package org.sekimori.control.inline.line;

import java.util.List;
import java.util.Optional;

/** What a line does to the plain Ethernet frames of one of its two hosts. */
public interface Encapsulation {
    /** The frame as it goes over the line; empty where the line can't carry it. */
    Optional<byte[]> wrap(byte[] frame);

    /** The plain frame inside; empty where the frame isn't one of this line's. */
    Optional<byte[]> unwrap(byte[] frame);

    /** Several, outermost first. */
    static Encapsulation of(List<Encapsulation> layers) {
        return new Encapsulation() {
            @Override
            public Optional<byte[]> wrap(byte[] frame) {
                Optional<byte[]> wrapped = Optional.of(frame);
                for (int i = layers.size() - 1; i >= 0; i--) {
                    wrapped = wrapped.flatMap(layers.get(i)::wrap);
                }
                return wrapped;
            }

            @Override
            public Optional<byte[]> unwrap(byte[] frame) {
                Optional<byte[]> unwrapped = Optional.of(frame);
                for (Encapsulation layer : layers) {
                    unwrapped = unwrapped.flatMap(layer::unwrap);
                }
                return unwrapped;
            }
        };
    }
}
