package org.sekimori.dataplane.ebpf.policy;

import org.sekimori.dataplane.ebpf.TcxDescriptor;
import org.sekimori.dataplane.ebpf.XdpDescriptor;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.linux.TestRun;

/** What a program has done with a frame. */
enum Decision {
    FORWARD,
    DROP,
    HAND_ON;

    static Decision of(TestRun run, Station station) {
        if (run.result() == station.hook().drop()) {
            return DROP;
        }
        boolean isRedirected = station.hook() == Hook.XDP
                ? run.result() == XdpDescriptor.REDIRECT
                : run.result() == TcxDescriptor.REDIRECT && run.mark() == TcxDescriptor.FORWARDED;
        return isRedirected ? FORWARD : HAND_ON;
    }
}
