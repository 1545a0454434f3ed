package org.sekimori.dataplane.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds what somebody else has put at an interface that may drop frames, or lead them elsewhere, past this process: XDP and
 * tcx programs, and filters of {@code tc}. What the kernel doesn't know, or doesn't tell, there is none of. Belongs to one
 * thread; CAP_NET_ADMIN is wanted for tcx.
 */
public final class ForeignPrograms implements AutoCloseable {
    /** {@code BPF_MPROG_MAX}. */
    private static final int MAX_PROGRAMS = 64;

    private final RouteSocket routes = new RouteSocket();
    private final UnsafeBuffer programs = NativeMemory.struct(MAX_PROGRAMS * Integer.BYTES);
    private final UnsafeBuffer links = NativeMemory.struct(MAX_PROGRAMS * Integer.BYTES);
    private final List<BpfCall> queries = List.of(query(AttachPoint.TCX_INGRESS), query(AttachPoint.TCX_EGRESS));

    private BpfCall query(AttachPoint point) {
        return new BpfCall("PROG_QUERY " + point, BpfDescriptor.PROGRAM_QUERY)
                .with(BpfDescriptor.QUERY_ATTACH_TYPE, point.attachType())
                .with(BpfDescriptor.QUERY_PROGRAMS, programs)
                .with(BpfDescriptor.QUERY_LINKS, links);
    }

    /**
     * What is there, such as {@code XDP program 17 (generic)}; mostly nothing.
     *
     * @param interfaceIndex of an interface in the network namespace of the thread that made this
     */
    public List<String> on(int interfaceIndex) {
        List<String> found = new ArrayList<>();
        if (!ProgramLink.isOwn(AttachPoint.XDP, interfaceIndex)) {
            routes.xdpPrograms(interfaceIndex).forEach(program -> found.add("XDP program " + program));
        }
        tcx(queries.get(0), AttachPoint.TCX_INGRESS, interfaceIndex).ifPresent(found::add);
        tcx(queries.get(1), AttachPoint.TCX_EGRESS, interfaceIndex).ifPresent(found::add);
        filters("ingress", interfaceIndex, RouteDescriptor.INGRESS).ifPresent(found::add);
        filters("egress", interfaceIndex, RouteDescriptor.EGRESS).ifPresent(found::add);
        return found;
    }

    private Optional<String> tcx(BpfCall query, AttachPoint point, int interfaceIndex) {
        query.with(BpfDescriptor.QUERY_INTERFACE, interfaceIndex).with(BpfDescriptor.QUERY_COUNT, MAX_PROGRAMS);
        if (query.tryRun() < 0) {
            return Optional.empty();
        }
        List<String> foreign = new ArrayList<>();
        int count = Math.min(MAX_PROGRAMS, query.get(BpfDescriptor.QUERY_COUNT));
        for (int i = 0; i < count; i++) {
            if (!ProgramLink.isOwn(links.getInt(i * Integer.BYTES))) {
                foreign.add(Integer.toString(programs.getInt(i * Integer.BYTES)));
            }
        }
        return foreign.isEmpty() ? Optional.empty() : Optional.of(point + " program " + String.join(", ", foreign));
    }

    private Optional<String> filters(String side, int interfaceIndex, int parent) {
        Set<String> kinds = routes.filterKinds(interfaceIndex, parent);
        return kinds.isEmpty()
                ? Optional.empty()
                : Optional.of("tc " + side + " filter (" + String.join(", ", kinds) + ")");
    }

    @Override
    public void close() {
        routes.close();
    }
}
