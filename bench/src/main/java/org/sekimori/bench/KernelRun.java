package org.sekimori.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.policy.PolicyProgram;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.SampleDescriptor;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.dataplane.linux.EbpfRing;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.policy.ShippedPolicy;

/** A program in the kernel that is attached to nothing, with its maps. */
public final class KernelRun implements AutoCloseable {
    private final Map<MapReference, EbpfMap> maps = new HashMap<>();
    private final UnsafeBuffer grant = new UnsafeBuffer(new byte[SampleDescriptor.GRANT_BYTES]);
    private final LoadedProgram program;
    private EbpfRing ring;

    private KernelRun(Station station, EbpfProgram code, List<MapPlan> plans) {
        plans.forEach(plan -> maps.put(plan.reference(), EbpfMap.create(plan)));
        program =
                LoadedProgram.load(station.hook() == Hook.XDP ? AttachPoint.XDP : AttachPoint.TCX_INGRESS, code, maps);
        if (station.samples()) {
            ring = new EbpfRing(maps.get(SampleDescriptor.RING), SampleDescriptor.RING_BYTES);
        }
    }

    /**
     * One that looks at nothing.
     *
     * @throws org.sekimori.dataplane.linux.NativeCallException where the kernel refuses it
     */
    public static KernelRun ofHandingOn(Station station) {
        return new KernelRun(station, Draft.handingOn(station), List.of());
    }

    /**
     * The shipped policy's.
     *
     * @throws org.sekimori.dataplane.linux.NativeCallException where the kernel refuses it
     */
    public static KernelRun ofShippedPolicy(Station station) {
        PolicyProgram program =
                PolicyProgram.compile(ShippedPolicy.table(), station).program().orElseThrow();
        return new KernelRun(station, program.code(), program.maps());
    }

    /** Takes the records that are there, and grants so many more. */
    void grant(int count) {
        ring.poll((records, offset, length) -> {}, Integer.MAX_VALUE);
        grant.putInt(SampleDescriptor.GRANT_ROUND, grant.getInt(SampleDescriptor.GRANT_ROUND) + 1);
        grant.putInt(SampleDescriptor.GRANT_COUNT, count);
        maps.get(SampleDescriptor.GRANT).update(0, grant);
    }

    /** What the program returned for the frame, after that many times. */
    public int run(byte[] frame, int times) {
        return program.testRun(frame, times).result();
    }

    @Override
    public void close() {
        if (ring != null) {
            ring.close();
        }
        program.close();
        maps.values().forEach(EbpfMap::close);
    }
}
