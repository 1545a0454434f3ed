package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sekimori.control.explain.ExplanationJson;
import org.sekimori.control.explain.ExplanationReport;
import org.sekimori.control.explain.FrameExplainer;
import org.sekimori.control.explain.FrameExplanation;
import org.sekimori.control.explain.PacketExplainer;
import org.sekimori.control.reload.PolicyFileException;
import org.sekimori.control.reload.PolicyOrigin;
import org.sekimori.dataplane.pcap.CaptureException;
import org.sekimori.dataplane.pcap.CaptureFileReader;
import org.sekimori.dataplane.pcap.CaptureFrame;
import org.sekimori.dataplane.pcap.DirectionRule;
import org.sekimori.policy.MatchFields;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which rule takes this frame, and why. */
@Command(
        name = "explain",
        description = {
            "Say which rule decides a frame of a capture, or a packet given by options, and why.",
            "Named are the fields that decided, the rules passed over and what spoke against each, and the packets inside tunnels."
                    + " A captured frame is judged with what the frames before it left in memory."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori policy explain --pcap x.pcap --frame 17 --lan-net 192.0.2.0/24",
            "  sekimori policy explain --inbound --protocol udp --destination-port 389",
            "  sekimori policy explain --profile strict --inbound --protocol udp --source-port 53 --destination-port 40000"
                    + " --kind reply --solicited",
            "  sekimori policy explain --policy office.yaml --inbound --protocol tcp --source 2001:db8:1::7"
                    + " --destination 2001:db8::5 --destination-port 445"
        })
final class PolicyExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private PolicyOption policy;

    @Option(names = "--pcap", paramLabel = "FILE", description = "The capture that holds the frame.")
    private Path capture;

    @Option(names = "--frame", paramLabel = "N", description = "Its number there, counted from 1.")
    private Long frame;

    @Mixin
    private LanNetOption lanNets;

    @Mixin
    private PacketOptions packet;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        FrameExplanation explanation = explanation();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ExplanationJson.print(explanation, out);
        } else {
            ExplanationReport.print(explanation, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private FrameExplanation explanation() {
        if ((capture == null) != (frame == null)) {
            throw new BadInputException("--pcap and --frame go together");
        }
        if ((capture == null) != packet.isGiven()) {
            throw new BadInputException(
                    "expected either a frame (--pcap, --frame) or a packet (--inbound or --outbound,"
                            + " --protocol, ...); see 'sekimori policy explain --help'");
        }
        try {
            PolicyOrigin origin = policy.origin();
            return capture == null ? ofPacket(origin) : ofFrame(origin);
        } catch (PolicyFileException | CaptureException unusable) {
            throw new BadInputException(unusable.getMessage(), unusable);
        }
    }

    private FrameExplanation ofPacket(PolicyOrigin origin) {
        MatchFields fields = packet.fields();
        return new PacketExplainer(packet.isSolicited(), packet.isOverLimit())
                .explain(origin.sourceName(), origin.policy(), fields);
    }

    private FrameExplanation ofFrame(PolicyOrigin origin) {
        if (frame < 1) {
            throw new BadInputException("--frame: frames are counted from 1");
        }
        DirectionRule directions = lanNets.rule();
        FrameExplainer explainer = new FrameExplainer(origin.sourceName(), origin.policy());
        try (CaptureFileReader reader = CaptureFileReader.open(capture)) {
            for (CaptureFrame next = reader.next(); next != null; next = reader.next()) {
                if (next.number() == frame) {
                    return explainer.explain("frame " + frame + " of " + capture, next, directions.of(next));
                }
                explainer.judge(next, directions.of(next));
            }
            throw new BadInputException(capture + ": has only " + reader.framesRead() + " frames");
        }
    }
}
