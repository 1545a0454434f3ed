package org.sekimori.control.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.control.lab.net.Command;
import org.sekimori.control.lab.net.LabNetwork;
import org.sekimori.control.lab.net.Namespace;
import org.sekimori.control.lab.net.Workspace;

/** The names of one lab, which carry the id of the process that made it; how a lab that was left up is entered and taken down. */
public record Kept(long pid) {
    private static final String PREFIX = "sk-lab-";
    private static final Pattern NAMESPACE = Pattern.compile("^" + PREFIX + "(\\d+)-(wan|box|lan|router)\\b");

    static Kept ofThisProcess() {
        return new Kept(ProcessHandle.current().pid());
    }

    String prefix() {
        return PREFIX + pid;
    }

    Path workspace() {
        return Path.of(System.getProperty("java.io.tmpdir"), "sekimori-lab-" + pid);
    }

    void explain(CheckReport report) {
        report.say("");
        report.say("The lab is still up, with the box outside the router, by the shipped policy. Look around by:");
        report.say("  ip netns exec " + prefix() + "-wan bash      # the internet: try dig, smbclient, ping "
                + Placement.OUTSIDE.host());
        report.say("  ip netns exec " + prefix() + "-lan bash      # the site's machine");
        report.say("  ip netns exec " + prefix() + "-router bash   # the masquerading router");
        report.say("  ip netns exec " + prefix() + "-box tcpdump -ni wan0");
        report.say("  files and logs: " + workspace());
        report.say("Take it down by: sekimori lab --down");
    }

    /** Takes down every lab whose process has ended; returns what was done, one line each. */
    public static List<String> takeDownAll() {
        return abandoned().stream().map(Kept::takeDown).toList();
    }

    /** Labs that were left up, by choice or by force. */
    static List<Kept> abandoned() {
        TreeSet<Long> pids = new TreeSet<>();
        Command.run(Duration.ofSeconds(10), List.of("ip", "netns", "list"))
                .text()
                .lines()
                .map(NAMESPACE::matcher)
                .filter(Matcher::find)
                .forEach(match -> pids.add(Long.valueOf(match.group(1))));
        return pids.stream()
                .filter(pid -> ProcessHandle.of(pid).isEmpty())
                .map(Kept::new)
                .toList();
    }

    private String takeDown() {
        new LabNetwork(prefix()).all().forEach(Namespace::remove);
        try {
            if (Files.isDirectory(workspace())) {
                new Workspace(workspace()).remove();
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return "taken down: " + prefix();
    }
}
