package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sekimori.control.auth.CredentialException;
import org.sekimori.control.http.listen.ListenException;
import org.sekimori.control.plane.ControlException;
import org.sekimori.control.plane.ControlOptions;
import org.sekimori.control.plane.ControlPlane;
import org.sekimori.control.reload.OwnTests;
import org.sekimori.control.reload.PolicyOrigin;
import org.sekimori.dataplane.boxfile.BoxFileWatch;
import org.sekimori.dataplane.command.BoxPaths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The control plane: an ordinary user's process that reads policies, pushes them to the box, and answers for it. */
@Command(
        name = "control",
        description = {
            "Look after a box: policies, history, API, events and metrics, until SIGTERM or Ctrl-C.",
            "The box filters on without it. SIGHUP reads the policy file again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori control --policy office.yaml",
            "  sekimori control --policy office.yaml --listen 127.0.0.1:8080",
            "  sekimori control --profile office --listen eth2:8443   # TLS, on the management interface",
            "  sekimori control @/etc/sekimori/control.conf           # options from a file"
        })
final class ControlCommand implements Callable<Integer> {
    private static final int POLL_MS = 250;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PolicyOption policy;

    @Option(names = "--monitor", description = "Drop nothing: count what the policy would drop, and let it pass.")
    private boolean monitor;

    @Mixin
    private ListenOptions listen;

    @Mixin
    private EventLogOption events;

    @Mixin
    private FolderOptions folders;

    @Option(names = "--wan", paramLabel = "IF", description = "The box's WAN port: control won't listen there.")
    private String wanName;

    @Option(names = "--lan", paramLabel = "IF", description = "The box's LAN port: control won't listen there.")
    private String lanName;

    /** Of {@code run}: what it was started with is in force from the first frame, or nothing is started. */
    @Option(names = ChildCommands.END_WITHOUT_POLICY, hidden = true)
    private boolean endsWithoutPolicy;

    @Mixin
    private ParentOption parent;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Stop stop = new Stop();
        parent.watch(stop);
        BoxPaths paths = folders.paths();
        BoxFileWatch watch = new BoxFileWatch(paths.boxState());
        ControlOptions options = options(paths);
        AtomicBoolean hangUp = new AtomicBoolean();
        Signals.on("HUP", () -> hangUp.set(true));
        try (ControlPlane plane = ControlPlane.start(options, watch, events.pump(paths, watch, err), line -> {
            err.println(line);
            err.flush();
        })) {
            ServiceState service = new ServiceState(System.getenv(), err);
            while (!stop.await(POLL_MS)) {
                if (hangUp.getAndSet(false)) {
                    plane.requestReload();
                }
                plane.poll();
                tell(service, plane);
            }
            service.isStopping();
        } catch (ControlException | ListenException | CredentialException wrong) {
            throw new BadInputException(wrong.getMessage(), wrong);
        }
        return ExitCode.OK;
    }

    private static void tell(ServiceState service, ControlPlane plane) {
        String line = plane.line();
        if (plane.hasReadPolicy()) {
            service.isReady(line);
        } else {
            service.says(line);
        }
    }

    private ControlOptions options(BoxPaths paths) {
        PolicyOrigin origin = monitor ? policy.origin().watching() : policy.origin();
        OwnTests tests = origin.file().<OwnTests>map(OwnPolicyTests::beside).orElse(OwnTests.NONE);
        Set<String> bridged = new HashSet<>();
        if (wanName != null) {
            bridged.add(wanName);
        }
        if (lanName != null) {
            bridged.add(lanName);
        }
        return new ControlOptions(paths, origin, tests, listen.http(paths), bridged, endsWithoutPolicy);
    }
}
