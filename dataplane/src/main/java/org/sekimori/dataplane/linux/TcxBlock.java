package org.sekimori.dataplane.linux;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.TcxDescriptor;
import org.sekimori.dataplane.ebpf.Width;

/** The block as two tiny tcx programs (Linux 6.6); the kernel lifts it by itself when this process ends, however it ends. */
final class TcxBlock implements StackBlock {
    private static final EbpfProgram DROP_ALL =
            new Assembler().move(Register.R0, TcxDescriptor.DROP).exit().assemble();

    private static final EbpfProgram DROP_UNMARKED = dropUnmarked();

    private final ProgramLink ingress;
    private final ProgramLink egress;

    private TcxBlock(ProgramLink ingress, ProgramLink egress) {
        this.ingress = ingress;
        this.egress = egress;
    }

    private static EbpfProgram dropUnmarked() {
        Assembler assembler = new Assembler();
        Label notOurs = assembler.label();
        return assembler
                .load(Width.WORD, Register.R0, Register.R1, TcxDescriptor.MARK)
                .jumpIf32(Condition.NOT_EQUAL, Register.R0, PacketSocket.FORWARDED_MARK, notOurs)
                .move(Register.R0, TcxDescriptor.NEXT)
                .exit()
                .place(notOurs)
                .move(Register.R0, TcxDescriptor.DROP)
                .exit()
                .assemble();
    }

    /**
     * Attaches both programs.
     *
     * @throws NativeCallException where the kernel has no tcx, or CAP_BPF or CAP_NET_ADMIN is missing
     */
    static TcxBlock attach(int interfaceIndex) {
        ProgramLink ingress = link(AttachPoint.TCX_INGRESS, DROP_ALL, interfaceIndex);
        try {
            return new TcxBlock(ingress, link(AttachPoint.TCX_EGRESS, DROP_UNMARKED, interfaceIndex));
        } catch (NativeCallException problem) {
            ingress.close();
            throw problem;
        }
    }

    private static ProgramLink link(AttachPoint point, EbpfProgram program, int interfaceIndex) {
        try (LoadedProgram loaded = LoadedProgram.load(point, program)) {
            return ProgramLink.attach(loaded, interfaceIndex);
        }
    }

    @Override
    public String kind() {
        return "tcx";
    }

    @Override
    public void close() {
        ingress.close();
        egress.close();
    }
}
