package org.sekimori.dataplane.linux;

import java.util.Optional;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.MapType;
import org.sekimori.dataplane.ebpf.Register;

/** Finds out what this kernel lets this process do, by trying; nothing of it stays. */
public final class EbpfSupport {
    private static final EbpfProgram SMALLEST =
            new Assembler().move(Register.R0, 0).exit().assemble();
    private static final int NO_INTERFACE = Integer.MAX_VALUE;
    private static final int KEY_BYTES = 8;
    private static final int INDEX_BYTES = 4;
    private static final int VALUE_BYTES = 8;
    /** Whole pages, whatever their size. */
    private static final int RING_BYTES = 1 << 16;

    private EbpfSupport() {}

    /**
     * Why no program can be attached there, to any interface; empty if one can. Of XDP an interface may still have
     * generic mode only.
     */
    public static Optional<String> obstacle(AttachPoint point) {
        try (LoadedProgram program = LoadedProgram.load(point, SMALLEST)) {
            boolean isByLink = point == AttachPoint.TCX_INGRESS || point == AttachPoint.TCX_EGRESS;
            return isByLink ? linkObstacle(program) : Optional.empty();
        } catch (NativeCallException refused) {
            return Optional.of(refused.getMessage());
        }
    }

    /** A kernel that knows such links says that there is no such interface. */
    private static Optional<String> linkObstacle(LoadedProgram program) {
        try (ProgramLink link = ProgramLink.attach(program, NO_INTERFACE)) {
            return Optional.empty();
        } catch (NativeCallException refused) {
            return refused.isDeviceMissing() ? Optional.empty() : Optional.of(refused.getMessage());
        }
    }

    /** Why there can be no such map; empty if there can. */
    public static Optional<String> obstacle(MapType type) {
        int keyBytes = type.isIndexed() ? INDEX_BYTES : KEY_BYTES;
        try (EbpfMap map = type.isRing()
                ? EbpfMap.create(type, 0, 0, RING_BYTES)
                : EbpfMap.create(type, keyBytes, VALUE_BYTES, 1)) {
            return Optional.empty();
        } catch (NativeCallException refused) {
            return Optional.of(refused.getMessage());
        }
    }
}
