package org.sekimori.control.lab;

import java.util.EnumMap;
import java.util.Map;
import org.sekimori.control.lab.attack.Attacker;
import org.sekimori.control.lab.net.LabFaultException;
import org.sekimori.control.lab.net.LabNetwork;
import org.sekimori.control.lab.net.RouterRules;
import org.sekimori.control.lab.net.Undo;
import org.sekimori.control.lab.net.Workspace;
import org.sekimori.control.lab.server.Site;
import org.sekimori.control.lab.server.TimeClient;

/** The whole play: builds the lab, shows that the attacks work without the box and die with it, in both placements. */
public final class Lab implements AutoCloseable {
    private final LabOptions options;
    private final CheckReport report;
    private final Undo undo = new Undo();
    private final Kept kept = Kept.ofThisProcess();
    private final LabNetwork network = new LabNetwork(kept.prefix());
    private final Workspace workspace = new Workspace(kept.workspace());
    private final BoxTotals totals = new BoxTotals();
    private final Map<Placement, Download> withoutBox = new EnumMap<>(Placement.class);
    private final Map<Placement, Download> withBox = new EnumMap<>(Placement.class);

    private LabServers servers;
    private Stage stage;
    private AttackPlay attacks;

    public Lab(LabOptions options, CheckReport report) {
        this.options = options;
        this.report = report;
    }

    public BoxTotals totals() {
        return totals;
    }

    public Map<Placement, Download> withoutBox() {
        return withoutBox;
    }

    public Map<Placement, Download> withBox() {
        return withBox;
    }

    /**
     * Plays everything; the report holds the result.
     *
     * @throws MissingRequirementException before anything is made
     */
    public void play() {
        Requirements.check(options.quick());
        if (!Kept.abandoned().isEmpty()) {
            report.say("an earlier lab is still up; 'sekimori lab --down' takes it down");
        }
        build();
        play(Placement.INSIDE);
        report.say("");
        report.say("moving the box outside, on the line of a masquerading router");
        network.moveOutside();
        RouterRules.apply(network.router(), workspace);
        servers.startOnRouter();
        play(Placement.OUTSIDE);
        checkCounters();
        if (options.keep()) {
            new BoxProcess(workspace, network, "box-kept").start(undo);
        }
    }

    private void build() {
        if (options.quick()) {
            report.say("quick: left out is " + LabOptions.LEFT_OUT);
        }
        report.say("making the namespaces " + kept.prefix() + "-{wan,box,lan,router}; files in " + workspace.root());
        workspace.create(undo);
        network.create(undo);
        Site wan = new Site(network.wan(), workspace, undo);
        servers = new LabServers(wan, network, options, report);
        servers.start();
        report.say("starting: the attack sender, internet");
        Attacker attacker = new Attacker();
        attacker.start(undo, network.wan(), workspace);
        TimeClient timeClient = new TimeClient(wan.on(network.lan()));
        stage = new Stage(network, attacker, timeClient, servers.web(), report, options);
        attacks = new AttackPlay(stage);
    }

    private void play(Placement placement) {
        report.scene(placement.title() + ", without the box (a plain bridge in its place): the attacks must work");
        network.bridge();
        if (!network.awaitPath(placement.host())) {
            throw new LabFaultException("the internet does not reach the site, though there is no box in between");
        }
        startTimeClient();
        attacks.expectAnswers(placement);
        withoutBox.put(placement, stage.download("without the box"));
        network.unbridge();

        report.scene(placement.title() + ", with the box; " + placement.description());
        BoxProcess box = new BoxProcess(workspace, network, "box-" + placement.title());
        box.start(undo);
        startTimeClient();
        new HonestPlay(stage).play(placement);
        attacks.expectSilence(placement);
        withBox.put(placement, stage.download("with the box"));
        if (placement == Placement.INSIDE) {
            new PartnerPlay(stage, attacks, box, placement).play();
            new FloodPlay(stage, attacks).play(placement);
        }
        report.check("the box is still up", "running", box.isAlive() ? "running" : box.lastWords(), box.isAlive());
        totals.add(box.stop());
    }

    private void startTimeClient() {
        try {
            stage.timeClient().stop();
            stage.timeClient().start();
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", problem);
        }
        if (!stage.timeClient().isUp()) {
            report.check("the site's ntpd is up", "it answers ntpq", "nothing", false);
        }
    }

    /** What the box says it dropped must be what it was sent, rule by rule. */
    private void checkCounters() {
        report.scene("the box's own counters, both placements together");
        totals.rules().forEach((rule, counts) -> {
            long sent = attacks.sentAt(rule);
            if (sent > 0) {
                report.check(
                        "dropped by rule " + rule,
                        String.format("at least %,d", sent),
                        String.format("%,d", counts.dropped()),
                        counts.dropped() >= sent);
            } else {
                report.check(
                        "watched by rule " + rule,
                        "some, none dropped",
                        String.format("%,d watched, %,d dropped", counts.monitored(), counts.dropped()),
                        counts.monitored() > 0 && counts.dropped() == 0);
            }
        });
    }

    /** Leaves everything up and says how to look around and how to end it. */
    public void keep() {
        kept.explain(report);
        undo.keep();
    }

    /** Takes everything down; safe to call from another thread while {@link #play} runs. */
    @Override
    public void close() {
        undo.close();
    }
}
