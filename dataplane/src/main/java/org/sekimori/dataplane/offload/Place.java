package org.sekimori.dataplane.offload;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.TcxDescriptor;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.ebpf.XdpDescriptor;
import org.sekimori.dataplane.ebpf.walk.ExitCode;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.port.Port;
import org.sekimori.dataplane.port.SupervisedPort;
import org.sekimori.policy.Direction;

/**
 * Where a program stands, by names.
 *
 * @param ingress the port that its frames come in by
 * @param egress the port they would leave by; null if it forwards none
 */
record Place(Hook hook, Direction direction, Port ingress, Port egress) {
    boolean forwards() {
        return egress != null;
    }

    AttachPoint attachPoint() {
        return hook == Hook.XDP ? AttachPoint.XDP : AttachPoint.TCX_INGRESS;
    }

    /** Whether the port sees frames before the program does, and so must be told which are its own. */
    boolean isBehindPort() {
        return hook == Hook.TCX;
    }

    /** Has the port receive what a program here hands on, and nothing else, or all again. */
    void receiveOnlyHandedOn(boolean only) {
        if (isBehindPort()) {
            ((SupervisedPort) ingress).receiveOnlyHandedOn(only);
        }
    }

    /** A program that hands every frame on. */
    EbpfProgram resting() {
        Assembler code = new Assembler();
        if (hook == Hook.XDP) {
            return code.move(Register.R0, XdpDescriptor.PASS).exit().assemble();
        }
        Label done = code.label();
        code.load(Width.WORD, Register.R0, Register.R1, TcxDescriptor.MARK)
                .jumpIf32(Condition.EQUAL, Register.R0, TcxDescriptor.HANDED_ON, done);
        ExitCode.writeRound(code);
        return code.place(done).move(Register.R0, hook.handOn()).exit().assemble();
    }
}
