package org.sekimori.dataplane;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.sekimori.dataplane.boxfile.LineWriter;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.linux.ForeignPrograms;
import org.sekimori.dataplane.linux.NetworkDevice;

/**
 * Says in the box's file when somebody else's program stands at a port, where it may drop frames unseen or lead them past the
 * box, and takes it back when it is gone. An agent on a thread of its own, which moves no frames. It leaves such programs alone.
 *
 * <p>What is said was found twice in a row: a program of the box's own may be found just before its link is known, and
 * those of a box that ends just before they are gone.
 */
final class ForeignWatch implements Agent {
    static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);

    private final NanoClock clock;
    private final LineWriter line;
    private final ForeignPrograms programs;
    private final List<Watched> ports = new ArrayList<>();
    private long nextLookNs;

    /** Nothing found yet; the names are the interfaces'. */
    ForeignWatch(NanoClock clock, String wanName, String lanName, LineWriter line) {
        this.clock = clock;
        this.line = line;
        programs = new ForeignPrograms();
        this.ports.add(new Watched(PortRole.WAN, NetworkDevice.named(wanName)));
        this.ports.add(new Watched(PortRole.LAN, NetworkDevice.named(lanName)));
        nextLookNs = clock.nanoTime();
    }

    @Override
    public int doWork() {
        long nowNs = clock.nanoTime();
        if (nowNs - nextLookNs < 0) {
            return 0;
        }
        nextLookNs = nowNs + LOOK_NS;
        ports.forEach(Watched::look);
        return 0;
    }

    @Override
    public void onClose() {
        ports.forEach(port -> port.device.close());
        programs.close();
    }

    @Override
    public String roleName() {
        return "foreign-watch";
    }

    /** One port, and what was found there last. */
    private final class Watched {
        private final PortRole role;
        private final NetworkDevice device;
        private List<String> found = List.of();

        Watched(PortRole role, NetworkDevice device) {
            this.role = role;
            this.device = device;
        }

        void look() {
            int index = device.index();
            List<String> now = index == NetworkDevice.ABSENT ? List.of() : programs.on(index);
            if (now.equals(found)) {
                line.condition(role, words(now));
            }
            found = now;
        }

        /** The line has room for some 300 bytes, so what is to be done comes first. */
        private String words(List<String> programs) {
            return programs.isEmpty()
                    ? ""
                    : "what somebody else put there may drop frames unseen, or lead them past the box ('bpftool net show dev "
                            + device.name() + "' or 'tc filter show' shows it; the box leaves it alone): "
                            + String.join(", ", programs);
        }
    }
}
