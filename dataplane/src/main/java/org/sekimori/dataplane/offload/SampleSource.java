package org.sekimori.dataplane.offload;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.SampleDescriptor;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.dataplane.linux.EbpfRing;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.dataplane.linux.NativeCallException;

/** Where one program's samples come in, and what it is granted of them. Belongs to one thread at a time. */
final class SampleSource implements AutoCloseable {
    private final EbpfMap grants;
    private final EbpfRing ring;
    /** Null where the program tells of no matches. */
    private EbpfRing matches;
    /** Null where the program tells of no origins. */
    private EbpfRing origins;

    private final UnsafeBuffer grant = new UnsafeBuffer(new byte[SampleDescriptor.GRANT_BYTES]);

    /**
     * Grants a first round.
     *
     * @param maps of the program
     * @param samplesPerRound for each entry of verdicts on each processor
     * @throws NativeCallException where the kernel gives no mapping
     */
    SampleSource(Map<MapReference, EbpfMap> maps, int samplesPerRound) {
        grants = maps.get(SampleDescriptor.GRANT);
        grant.putInt(SampleDescriptor.GRANT_COUNT, samplesPerRound);
        ring = new EbpfRing(maps.get(SampleDescriptor.RING), SampleDescriptor.RING_BYTES);
        if (maps.containsKey(SampleDescriptor.MATCHES)) {
            matches = new EbpfRing(maps.get(SampleDescriptor.MATCHES), SampleDescriptor.MATCH_RING_BYTES);
        }
        if (maps.containsKey(SampleDescriptor.ORIGINS)) {
            origins = new EbpfRing(maps.get(SampleDescriptor.ORIGINS), SampleDescriptor.ORIGIN_RING_BYTES);
        }
        grantRound();
    }

    /** Why the kernel can't tell of what a program at that place drops, in a line; empty if it can: found out by trying. */
    static Optional<String> obstacle(Place place) {
        Map<MapReference, EbpfMap> maps = new HashMap<>();
        try {
            SampleDescriptor.plans().forEach(plan -> maps.put(plan.reference(), EbpfMap.create(plan)));
            MapPlan verdicts = VerdictSlots.plan(1);
            maps.put(verdicts.reference(), EbpfMap.create(verdicts));
            LoadedProgram.load(
                            place.attachPoint(), Draft.dropping(place.sampling().station(1)), maps)
                    .close();
            new SampleSource(maps, 1).close();
            return Optional.empty();
        } catch (NativeCallException problem) {
            return problem.getMessage().lines().findFirst();
        } finally {
            maps.values().forEach(EbpfMap::close);
        }
    }

    /** Hands over what came in, matches first, then grants another round. */
    void poll(EbpfRing.Listener onMatch, EbpfRing.Listener onDrop, EbpfRing.Listener onOrigin) {
        if (origins != null) {
            origins.poll(onOrigin, Integer.MAX_VALUE);
        }
        if (matches != null) {
            matches.poll(onMatch, Integer.MAX_VALUE);
        }
        ring.poll(onDrop, Integer.MAX_VALUE);
        grantRound();
    }

    private void grantRound() {
        grant.putInt(SampleDescriptor.GRANT_ROUND, grant.getInt(SampleDescriptor.GRANT_ROUND) + 1);
        grants.update(0, grant);
    }

    @Override
    public void close() {
        ring.close();
        if (matches != null) {
            matches.close();
        }
        if (origins != null) {
            origins.close();
        }
    }
}
