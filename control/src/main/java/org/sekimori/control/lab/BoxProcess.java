package org.sekimori.control.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.sekimori.control.lab.net.Await;
import org.sekimori.control.lab.net.LabFaultException;
import org.sekimori.control.lab.net.LabNetwork;
import org.sekimori.control.lab.net.ProgramProcess;
import org.sekimori.control.lab.net.Undo;
import org.sekimori.control.lab.net.Workspace;
import org.sekimori.control.process.SelfCommand;

/** The box: {@code sekimori run} between its two ports, from the same program this is. */
final class BoxProcess {
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);
    private static final Duration RELOAD_PATIENCE = Duration.ofSeconds(5);
    private static final String FILTERING = "filtering:";
    private static final String RELOADED = "policy reloaded";

    private final Path totals;
    private final ProgramProcess process;
    private final LabPolicy policy;
    private final LabNetwork network;

    BoxProcess(Workspace workspace, LabNetwork network, String name) {
        Path home = workspace.folder(name);
        totals = home.resolve("totals.json");
        process = new ProgramProcess("sekimori run", home.resolve("log"));
        policy = new LabPolicy(home.resolve("policy.yaml"));
        this.network = network;
    }

    /** Starts it by the shipped policy and waits until it filters. */
    void start(Undo undo) {
        policy.writeShipped();
        List<String> words = SelfCommand.of(
                "run",
                "--embedded",
                "--wan",
                LabNetwork.WAN_PORT,
                "--lan",
                LabNetwork.LAN_PORT,
                "--policy",
                policy.file().toString(),
                "--json");
        ProcessBuilder builder = ProgramProcess.builder(network.box(), words)
                .redirectOutput(totals.toFile())
                .redirectError(process.log().toFile());
        process.start(undo, builder);
        Await.until(START_PATIENCE, () -> process.hasLogged(FILTERING) || !process.isAlive());
        if (!process.hasLogged(FILTERING)) {
            throw new LabFaultException("the box did not start: " + process.lastWords());
        }
    }

    /** Puts a policy with the partner in force, by SIGHUP. */
    boolean letPartnerIn() {
        policy.writeWithPartner();
        process.signal("HUP");
        return Await.until(RELOAD_PATIENCE, () -> process.hasLogged(RELOADED + " (SIGHUP)"));
    }

    /** Puts the shipped policy in force again; that the file has changed is all the box is told. */
    boolean shutPartnerOut() {
        long before = reloadCount();
        policy.writeShipped();
        return Await.until(RELOAD_PATIENCE, () -> reloadCount() > before);
    }

    private long reloadCount() {
        return Workspace.read(process.log())
                .lines()
                .filter(line -> line.contains(RELOADED))
                .count();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String lastWords() {
        return process.lastWords();
    }

    /** Stops it and reads what it counted. */
    BoxTotals stop() {
        try {
            int status = process.stop();
            if (status != 0) {
                throw new LabFaultException("the box ended with status " + status + ": " + process.lastWords());
            }
            return BoxTotals.parse(Workspace.read(totals));
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
            throw new LabFaultException("interrupted", problem);
        } catch (IOException problem) {
            throw new LabFaultException("the box's totals can't be read: " + problem.getMessage(), problem);
        }
    }
}
