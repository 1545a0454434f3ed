package org.sekimori.dataplane.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sekimori.dataplane.boxfile.GuardNotice;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.flow.FlowDescriptor;
import org.sekimori.dataplane.ebpf.walk.FailMode;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.policy.Direction;
import org.sekimori.policy.PolicyTable;

/**
 * What keeps the line while no box is there: the maps and links that both ports' programs share with all boxes to come, and
 * the box's attendance. Without a folder all of it goes with this process. Belongs to one thread at a time, but for the
 * attendance.
 */
public final class Guard implements AutoCloseable {
    /** Null where nothing outlives this process. */
    private final GuardFolder folder;

    private final GuardOptions options;
    private final Map<MapReference, EbpfMap> maps = new HashMap<>();
    private final List<GuardLink> links = new ArrayList<>();
    private final GuardState state;
    private final BoxAttendance attendance;
    private volatile boolean isLeft;
    /** Whether the names of another version have been deleted, or there is nobody to do it. */
    private boolean isSettled;

    private final Consumer<String> log;
    /** What others before this process counted, and nobody has taken yet. */
    private final List<KeptCounts> left = new ArrayList<>();
    /** Since when no box has been there, by {@link System#nanoTime}; empty where this one makes the guard. */
    private final OptionalLong unattendedNs;

    private final long epochOffsetNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();

    private Guard(GuardFolder folder, GuardOptions options, Consumer<String> log) {
        this.folder = folder;
        this.options = options;
        isSettled = folder == null;
        this.log = log;
        state = new GuardState(map(GuardDescriptor.PLAN));
        boolean isFound = state.version() == GuardDescriptor.LAYOUT_VERSION;
        state.stamp(System.nanoTime());
        unattendedNs = isFound
                ? OptionalLong.of(state.beatNs() == 0 ? state.sinceNs() : state.beatNs())
                : OptionalLong.empty();
        state.limitNs(options.limit().toNanos());
        state.failMode(options.failMode());
        readLeft();
        attendance = new BoxAttendance(state);
    }

    /**
     * Takes over what a box before this one has left, or makes it.
     *
     * @param log hears, in a line, why nothing outlives this process though it should
     * @throws NativeCallException where the kernel has no such maps, or CAP_BPF is missing
     */
    public static Guard open(GuardOptions options, Consumer<String> log) {
        GuardFolder folder = null;
        if (options.folder().isPresent()) {
            try {
                folder = GuardFolder.open(options.folder().get());
            } catch (IOException | NativeCallException problem) {
                log.accept("warning: the guard ends with this process, since its programs can't be given names: "
                        + problem.getMessage());
            }
        }
        return new Guard(folder, options, log);
    }

    private void readLeft() {
        if (folder != null) {
            try {
                left.addAll(folder.kept(log));
            } catch (IOException problem) {
                log.accept("warning: what was counted while no box was there is lost: " + problem.getMessage());
            }
        }
    }

    private EbpfMap map(MapPlan plan) {
        return maps.computeIfAbsent(plan.reference(), any -> open(plan));
    }

    private EbpfMap open(MapPlan plan) {
        if (folder == null) {
            return EbpfMap.create(plan);
        }
        Path name = folder.map(plan.reference().name());
        if (Files.exists(name)) {
            return EbpfMap.pinned(name, plan);
        }
        EbpfMap made = EbpfMap.create(plan);
        made.pin(name);
        return made;
    }

    /** What becomes of frames that only the box could judge. */
    public FailMode failMode() {
        return options.failMode();
    }

    /** The box's presence; its first pipeline's egress agent goes by it. */
    public BoxAttendance attendance() {
        return attendance;
    }

    /** How the box wants to be there from now on, a mode of {@link GuardDescriptor}. */
    public void want(int mode) {
        attendance.want(mode);
    }

    /** Adds the shared maps that the program needs to those of its own; each is made when a program first needs it. */
    public void share(EbpfProgram program, Map<MapReference, EbpfMap> own) {
        for (MapPlan plan : List.of(GuardDescriptor.PLAN, FlowDescriptor.PLAN)) {
            if (program.maps().contains(plan.reference())) {
                own.put(plan.reference(), map(plan));
            }
        }
    }

    /**
     * Keeps what a program counts for the box after this one; null where nothing outlives this process, or it can't be kept,
     * which the log hears.
     */
    public KeptCounts keep(PolicyTable table, Direction direction, EbpfMap verdicts, int entries) {
        if (folder == null) {
            return null;
        }
        try {
            return folder.keep(role(direction), verdicts, table, direction, entries);
        } catch (IOException problem) {
            log.accept("warning: what is counted while no box is there will be lost: " + problem.getMessage());
            return null;
        }
    }

    private static PortRole role(Direction direction) {
        return direction == Direction.INBOUND ? PortRole.WAN : PortRole.LAN;
    }

    /** The counts that others before this process have kept; whoever has taken them deletes them. */
    public List<KeptCounts> left() {
        return left;
    }

    /** Since when no box had been there when this one came, by {@link System#nanoTime}; empty where this one has made it. */
    public OptionalLong unattendedNs() {
        return unattendedNs;
    }

    /** The programs hold that policy from now on. */
    public void holds(PolicyTable table) {
        state.policy(table.policyName(), table.checksum());
    }

    /** How it is now. */
    public GuardNotice notice(String hook) {
        return new GuardNotice(
                GuardMode.of(state.mode()).word(),
                epochMs(state.sinceNs()),
                state.trips(),
                epochMs(state.trippedNs()),
                options.limit().toMillis(),
                options.failMode().toString(),
                hook,
                folder != null,
                stays(),
                state.policyName(),
                state.policyChecksum());
    }

    /** Reckoned once, so that it doesn't waver. */
    private long epochMs(long nanoTime) {
        return nanoTime == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanoTime + epochOffsetNs);
    }

    /** The link of that port's program. */
    public GuardLink link(PortRole role) {
        GuardLink link = new GuardLink(folder == null ? null : folder.link(role));
        links.add(link);
        return link;
    }

    /** From now on it keeps the line once this is closed, if it can; any thread. */
    public void stay() {
        isLeft = true;
    }

    /** Whether it would outlive this process. */
    public boolean outlives() {
        return folder != null;
    }

    /** Once both ports' programs are of this version, what another one has left goes; to be called now and then. */
    public void settle() {
        if (isSettled
                || links.size() < PortRole.values().length
                || !links.stream().allMatch(GuardLink::isAttached)) {
            return;
        }
        isSettled = true;
        try {
            folder.removeOthers();
        } catch (IOException left) {
            // names of maps that nobody uses
        }
    }

    /** Whether it keeps the line once this is closed. */
    public boolean stays() {
        return folder != null && (options.stays() || isLeft);
    }

    /** Lets go; unless it stays, programs are detached, and nothing is left. */
    @Override
    public void close() {
        if (!stays()) {
            links.forEach(GuardLink::forget);
        }
        links.forEach(GuardLink::close);
        if (folder != null && !stays()) {
            try {
                folder.remove();
            } catch (IOException left) {
                // names of maps that nobody uses; the next box takes them over
            }
        }
        left.forEach(KeptCounts::close);
        state.close();
        maps.values().forEach(EbpfMap::close);
    }
}
