package org.sekimori.dataplane.linux;

import java.util.Optional;
import java.util.Set;

/**
 * A program at work on an interface, until this is closed, the process ends, however it ends, or the interface is gone.
 * Belongs to whoever attached it.
 */
public final class ProgramLink implements AutoCloseable {
    /** What is wrong in any mode. */
    private static final Set<Integer> HOPELESS = Set.of(Errno.EPERM, Errno.EBUSY, Errno.ENODEV, Errno.ENOMEM);

    /** {@code BPF_F_BEFORE}, without saying before which: the first. */
    private static final int FIRST = 1 << 3;

    private final OwnedDescriptor descriptor;
    private final XdpMode mode;

    private ProgramLink(int fd, XdpMode mode) {
        this.descriptor = new OwnedDescriptor("The link", fd);
        this.mode = mode;
    }

    /**
     * Attaches a program: an XDP program in native mode, or in generic mode where that is refused; a tcx program behind
     * those that are there.
     *
     * @param interfaceIndex of an interface in the calling thread's network namespace
     * @throws NativeCallException where the interface has an XDP program already (EBUSY), where a privilege is missing,
     *     or where the kernel has no such links
     */
    public static ProgramLink attach(LoadedProgram program, int interfaceIndex) {
        BpfCall call = call(program, interfaceIndex);
        if (program.point() != AttachPoint.XDP) {
            return new ProgramLink(call.run(), null);
        }
        int result = call.with(BpfDescriptor.LINK_FLAGS, XdpMode.NATIVE.flags()).tryRun();
        if (result >= 0) {
            return new ProgramLink(result, XdpMode.NATIVE);
        }
        if (HOPELESS.contains(-result)) {
            throw call.failure(-result, "");
        }
        return attach(program, interfaceIndex, XdpMode.GENERIC);
    }

    /**
     * Attaches a tcx program before those that are there.
     *
     * @throws NativeCallException as {@link #attach(LoadedProgram, int)}
     */
    public static ProgramLink attachFirst(LoadedProgram program, int interfaceIndex) {
        BpfCall call = call(program, interfaceIndex).with(BpfDescriptor.LINK_FLAGS, FIRST);
        return new ProgramLink(call.run(), null);
    }

    /**
     * Attaches an XDP program in this mode and no other.
     *
     * @throws NativeCallException as {@link #attach(LoadedProgram, int)}, and where the driver has no native mode
     */
    public static ProgramLink attach(LoadedProgram program, int interfaceIndex, XdpMode mode) {
        BpfCall call = call(program, interfaceIndex).with(BpfDescriptor.LINK_FLAGS, mode.flags());
        return new ProgramLink(call.run(), mode);
    }

    private static BpfCall call(LoadedProgram program, int interfaceIndex) {
        return new BpfCall("LINK_CREATE " + program.point(), BpfDescriptor.LINK_CREATE)
                .with(BpfDescriptor.LINK_PROGRAM, program.fd())
                .with(BpfDescriptor.LINK_INTERFACE, interfaceIndex)
                .with(BpfDescriptor.LINK_ATTACH_TYPE, program.point().attachType());
    }

    /**
     * Puts another program in this one's place; every frame meets one of the two.
     *
     * @throws NativeCallException where the program is for another attach point, or the interface is gone
     */
    public void replace(LoadedProgram program) {
        new BpfCall("LINK_UPDATE " + program.point(), BpfDescriptor.LINK_UPDATE)
                .with(BpfDescriptor.UPDATE_LINK, descriptor.fd())
                .with(BpfDescriptor.UPDATE_PROGRAM, program.fd())
                .run();
    }

    /** Who runs it, if it is an XDP program. */
    public Optional<XdpMode> mode() {
        return Optional.ofNullable(mode);
    }

    /** Detaches the program. */
    @Override
    public void close() {
        descriptor.close();
    }
}
