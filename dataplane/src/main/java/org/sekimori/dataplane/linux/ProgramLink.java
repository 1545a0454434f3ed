package org.sekimori.dataplane.linux;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A program at work on an interface, until this is closed, the process ends, however it ends, or the interface is gone.
 * Belongs to whoever attached it.
 */
public final class ProgramLink implements AutoCloseable {
    /** What is wrong in any mode. */
    private static final Set<Integer> HOPELESS = Set.of(Errno.EPERM, Errno.EBUSY, Errno.ENODEV, Errno.ENOMEM);

    /** {@code BPF_F_BEFORE}, without saying before which: the first. */
    private static final int FIRST = 1 << 3;

    /** The kernel numbers links from 1 on. */
    private static final int NO_ID = 0;

    /** In place of the index of an interface that was deleted, or whose namespace was. */
    private static final int GONE = 0;

    /** Those of this process. Any thread. */
    private static final Set<ProgramLink> OWN = ConcurrentHashMap.newKeySet();

    private final OwnedDescriptor descriptor;
    private final AttachPoint point;
    private final int interfaceIndex;
    private final XdpMode mode;
    private final int id;

    private ProgramLink(int fd, AttachPoint point, int interfaceIndex, XdpMode mode) {
        this.descriptor = new OwnedDescriptor("The link", fd);
        this.point = point;
        this.interfaceIndex = interfaceIndex;
        this.mode = mode;
        id = idOf(fd);
        OWN.add(this);
    }

    private static int idOf(int fd) {
        UnsafeBuffer info = NativeMemory.struct(BpfDescriptor.LINK_INFO_BYTES);
        return infoCall(fd, info).tryRun() < 0 ? NO_ID : info.getInt(BpfDescriptor.LINK_INFO_ID);
    }

    private static BpfCall infoCall(int fd, UnsafeBuffer info) {
        return new BpfCall("OBJ_GET_INFO_BY_FD", BpfDescriptor.OBJECT_INFO)
                .with(BpfDescriptor.INFO_OBJECT, fd)
                .with(BpfDescriptor.INFO_BYTES, info.capacity())
                .with(BpfDescriptor.INFO, info);
    }

    /** Whether this process has a program there; of XDP there is no more than one. */
    static boolean isOwn(AttachPoint point, int interfaceIndex) {
        return OWN.stream().anyMatch(link -> link.point == point && link.interfaceIndex == interfaceIndex);
    }

    /** Whether the link of that number is one of this process. */
    static boolean isOwn(int id) {
        return OWN.stream().anyMatch(link -> link.id == id && id != NO_ID);
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
            return new ProgramLink(call.run(), program.point(), interfaceIndex, null);
        }
        int result = call.with(BpfDescriptor.LINK_FLAGS, XdpMode.NATIVE.flags()).tryRun();
        if (result >= 0) {
            return new ProgramLink(result, AttachPoint.XDP, interfaceIndex, XdpMode.NATIVE);
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
        return new ProgramLink(call.run(), program.point(), interfaceIndex, null);
    }

    /**
     * Attaches an XDP program in this mode and no other.
     *
     * @throws NativeCallException as {@link #attach(LoadedProgram, int)}, and where the driver has no native mode
     */
    public static ProgramLink attach(LoadedProgram program, int interfaceIndex, XdpMode mode) {
        BpfCall call = call(program, interfaceIndex).with(BpfDescriptor.LINK_FLAGS, mode.flags());
        return new ProgramLink(call.run(), program.point(), interfaceIndex, mode);
    }

    /**
     * Opens a link by its name in a {@link BpfFileSystem}; closing it detaches nothing while it has that name.
     *
     * @throws NativeCallException where there is none, or it belongs to another user
     */
    public static ProgramLink pinned(Path path) {
        int fd = Pin.get(path);
        UnsafeBuffer info = NativeMemory.struct(BpfDescriptor.LINK_INFO_BYTES);
        infoCall(fd, info).run();
        boolean isXdp = info.getInt(BpfDescriptor.LINK_INFO_TYPE) == BpfDescriptor.LINK_TYPE_XDP;
        AttachPoint point = isXdp ? AttachPoint.XDP : AttachPoint.TCX_INGRESS;
        int index = info.getInt(BpfDescriptor.LINK_INFO_INTERFACE);
        return new ProgramLink(fd, point, index == GONE ? NetworkDevice.ABSENT : index, null);
    }

    /**
     * Gives the link a name in a {@link BpfFileSystem}: the program stays at work until the name is deleted, whatever becomes
     * of this process.
     *
     * @throws NativeCallException where that name is taken, or the folder is no such file system or not writable
     */
    public void pin(Path path) {
        Pin.put(descriptor.fd(), path);
    }

    /** Where it is. */
    public AttachPoint point() {
        return point;
    }

    /** Index of the interface it was attached to when this was made; {@link NetworkDevice#ABSENT} where that was gone by then. */
    public int interfaceIndex() {
        return interfaceIndex;
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

    /** Takes the program away at once, whoever else has the link, and whether it has a name; it stays without an interface. */
    public void detach() {
        new BpfCall("LINK_DETACH " + point, BpfDescriptor.LINK_DETACH)
                .with(BpfDescriptor.DETACH_LINK, descriptor.fd())
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
        OWN.remove(this);
    }
}
