package org.sekimori.dataplane.linux;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.XdpDescriptor;

/** Has the end of a veth pair poll (NAPI), as it must to take frames that XDP redirects to it; until this is closed. */
public final class PollingEnd implements AutoCloseable {
    private final ProgramLink link;

    /** In that namespace. */
    public PollingEnd(TestNamespace namespace, String name) {
        link = namespace.call(() -> attach(name));
    }

    private static ProgramLink attach(String name) {
        Assembler passAll =
                new Assembler().move(Register.R0, XdpDescriptor.PASS).exit();
        try (LoadedProgram program = LoadedProgram.load(AttachPoint.XDP, passAll.assemble());
                NetworkDevice device = NetworkDevice.named(name)) {
            return ProgramLink.attach(program, device.index());
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
