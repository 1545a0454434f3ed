package org.sekimori.control.plane;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.sekimori.control.events.EventPump;
import org.sekimori.control.events.TestBox;
import org.sekimori.control.http.server.HttpOptions;
import org.sekimori.control.reload.OwnTests;
import org.sekimori.control.reload.PolicyOrigin;
import org.sekimori.dataplane.agent.PipelineOptions;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.agent.WhatIfSource;
import org.sekimori.dataplane.boxfile.BoxFileWatch;
import org.sekimori.dataplane.command.BoxDesk;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.command.LastGood;
import org.sekimori.dataplane.command.PolicyKeeper;
import org.sekimori.dataplane.command.StartPolicy;
import org.sekimori.dataplane.command.socket.CommandOptions;
import org.sekimori.dataplane.command.socket.CommandServer;

/** The whole control plane with the shipped policy, beside a box without ports that takes commands by its real socket. */
final class ControlBesideBox implements AutoCloseable {
    final BoxPaths paths;
    final TestBox box;
    final ControlPlane control;
    private final CommandServer commands;

    ControlBesideBox(Path folder, OwnTests tests) throws IOException {
        paths = TestBox.paths(folder);
        box = new TestBox(paths);
        LastGood kept = new LastGood(paths.lastGood(), 1 << 20);
        StartPolicy begin = StartPolicy.of(kept);
        PolicyKeeper keeper =
                new PolicyKeeper(new PolicySource(begin.table(), box.counters), begin, Optional.of(kept), box::policy);
        CommandOptions command =
                CommandOptions.of(paths.commandSocket(), System.getProperty("user.name"), Optional.empty());
        WhatIfSource whatIfs = new WhatIfSource(PipelineOptions.DEFAULT, box.file.counters(), box.file::whatIf);
        commands = CommandServer.open(command, new BoxDesk(keeper, whatIfs, box.capture), fault -> {});
        BoxFileWatch watch = new BoxFileWatch(paths.boxState());
        control = ControlPlane.start(
                new ControlOptions(paths, PolicyOrigin.SHIPPED, tests, HttpOptions.local(paths.apiSocket()), Set.of()),
                watch,
                new EventPump(watch, new PrintWriter(new StringWriter())),
                line -> {});
        control.awaitPolicy();
    }

    /** From now on there is no box. */
    void endBox() throws IOException {
        commands.close();
        box.close();
    }

    @Override
    public void close() throws IOException {
        control.close();
        endBox();
    }
}
