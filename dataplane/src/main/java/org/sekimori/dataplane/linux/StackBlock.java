package org.sekimori.dataplane.linux;

/**
 * Keeps the kernel's own stack off one interface: what comes in is dropped behind the packet socket's tap, and what the
 * stack itself would send is dropped before the driver. Frames the box forwards go by: they carry a mark, and those of the
 * transmit ring bypass the queueing layer, where tcx is.
 */
interface StackBlock extends AutoCloseable {
    /** How the block is held, for the start-up line: {@code tcx} or {@code nft}. */
    String kind();

    /** Lifts the block. */
    @Override
    void close();
}
