package org.sekimori.dataplane.pcap;

import org.sekimori.dataplane.port.FrameSlot;

/** Where frames end up that have been judged. */
public interface FrameSink extends AutoCloseable {
    /** Takes no notice of any frame. */
    FrameSink NONE = new FrameSink() {
        @Override
        public void accept(FrameSlot slot) {}

        @Override
        public void close() {}
    };

    /** Takes the slot's frame, copying what it needs. */
    void accept(FrameSlot slot);

    @Override
    void close();
}
