package org.sekimori.control.lab.server;

import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.ProgramProcess;
import org.sekimori.control.process.SelfCommand;

/** Starts the project's own monlist responder, {@link MonlistResponder}, on the camera's address. */
public final class MonlistServer implements LabServer {
    private final Site site;
    private final ProgramProcess process;

    public MonlistServer(Site site) {
        this.site = site;
        process = site.program(title(), "camera");
    }

    @Override
    public String title() {
        return "old camera (Sekimori's own NTP monlist responder: no packaged server answers it any more)";
    }

    @Override
    public void start() {
        process.start(
                site.undo(),
                site.namespace(),
                SelfCommand.small("lab", "responder", "--listen", Addresses.CAMERA + "," + Addresses.CAMERA_V6));
    }

    @Override
    public boolean isReady() {
        return process.isAlive() && process.hasLogged(MonlistResponder.READY);
    }

    @Override
    public ProgramProcess process() {
        return process;
    }
}
