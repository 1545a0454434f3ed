package org.sekimori.dataplane.offload;

import org.sekimori.dataplane.ebpf.flow.FlowDescriptor;
import org.sekimori.dataplane.linux.EbpfMap;

/**
 * The map of flows, which the programs of both directions share, and those of one policy with the next one's: it holds what
 * went out, not what a policy made of it. Made when a program first needs it. Belongs to one thread at a time.
 */
final class SharedFlows implements AutoCloseable {
    private static final EbpfMap NOT_MADE = null;

    private EbpfMap map = NOT_MADE;

    /**
     * The map.
     *
     * @throws org.sekimori.dataplane.linux.NativeCallException where the kernel refuses it
     */
    EbpfMap map() {
        if (map == NOT_MADE) {
            map = EbpfMap.create(FlowDescriptor.PLAN);
        }
        return map;
    }

    @Override
    public void close() {
        if (map != NOT_MADE) {
            map.close();
            map = NOT_MADE;
        }
    }
}
