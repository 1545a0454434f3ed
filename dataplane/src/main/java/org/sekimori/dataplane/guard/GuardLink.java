package org.sekimori.dataplane.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.ProgramLink;
import org.sekimori.dataplane.linux.XdpMode;

/**
 * The link of one port's program, by its name where it has one: programs change places in it, so that every frame meets one
 * of them. Belongs to one thread at a time.
 */
public final class GuardLink implements AutoCloseable {
    /** Null where nothing outlives this process. */
    private final Path name;
    /** Null while nothing is attached. */
    private ProgramLink link;

    private int interfaceIndex;

    GuardLink(Path name) {
        this.name = name;
    }

    /**
     * Has the program decide from now on: in the place of the one that is there, or attached anew. What a box before this one
     * has left is taken over; if it is at another hook, the new program is attached before that one is taken away.
     *
     * @throws NativeCallException where the kernel refuses; what was there decides on
     */
    public void put(LoadedProgram program, int index) {
        if (link == null) {
            adopt(index);
        }
        if (link == null || interfaceIndex != index || !replace(program)) {
            attach(program, index);
        }
    }

    private void adopt(int index) {
        if (name == null || !Files.exists(name)) {
            return;
        }
        ProgramLink left = ProgramLink.pinned(name);
        if (left.interfaceIndex() == index) {
            link = left;
            interfaceIndex = index;
        } else {
            left.close();
        }
    }

    private boolean replace(LoadedProgram program) {
        try {
            link.replace(program);
            return true;
        } catch (NativeCallException otherHookOrGone) {
            return false;
        }
    }

    private void attach(LoadedProgram program, int index) {
        ProgramLink fresh = program.point() == AttachPoint.XDP
                ? ProgramLink.attach(program, index)
                : ProgramLink.attachFirst(program, index);
        if (link != null) {
            // the kernel lets go of a deleted name's link only a moment later
            link.detach();
        }
        close();
        forget();
        link = fresh;
        interfaceIndex = index;
        if (name != null) {
            link.pin(name);
        }
    }

    /** Who runs it, if it is an XDP program; generic where nobody does, or a box before this one has attached it. */
    public XdpMode mode() {
        return link == null ? XdpMode.GENERIC : link.mode().orElse(XdpMode.GENERIC);
    }

    /** Whether a program was put. */
    boolean isAttached() {
        return link != null;
    }

    /** Whether it is attached to that interface. */
    public boolean isAttachedTo(int index) {
        return link != null && interfaceIndex == index;
    }

    /** Takes the name away, so that closing detaches. */
    void forget() {
        try {
            if (name != null) {
                Files.deleteIfExists(name);
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Lets go of the link; what has a name stays at work. */
    @Override
    public void close() {
        if (link != null) {
            link.close();
            link = null;
        }
    }
}
