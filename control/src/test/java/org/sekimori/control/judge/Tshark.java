package org.sekimori.control.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * tshark, asked one question: which frames of a capture go to a guarded port? It may know the protocols that carry IP
 * and nothing else, and it may not put anything together again. With reassembly a fragmented datagram's ports would show in
 * the frame that completes it; with ICMP a packet quoted in an error would match; with what lives above UDP a tunnel in it
 * would.
 */
final class Tshark {
    /** The rule of {@code ports-only.yaml} for each port. */
    private static final Map<String, String> UDP_RULES =
            Map.of("53", "dns", "123", "ntp", "389", "cldap", "1900", "ssdp");

    private static final Map<String, String> TCP_RULES = Map.of("139", "netbios", "445", "smb");
    private static final String GUARDED = "udp.dstport in {53,123,389,1900} or tcp.dstport in {139,445}";
    private static final int NAME_COLUMN = 2;
    private static final int BATCH = 500;

    /** What may take part in a dissection: link layers, tags, labels, tunnels, IP, and the two that have ports. */
    private static final Set<String> CARRIERS = Set.of(
            ("_ws.expert _ws.malformed _ws.short _ws.unreassembled data frame eth eth_maybefcs ethertype sll null raw loop"
                            + " vlan ieee8021ad ieee8021ah pppoes pppoed ppp llc mpls ip ipv6 ipv6.dstopts ipv6.fraghdr"
                            + " ipv6.hopopts ipv6.routing ah gre udp tcp")
                    .split(" "));

    private final Path settings;

    private Tshark(Path settings) {
        this.settings = settings;
    }

    static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark")));
    }

    /** Forbids all but the carriers, by a file of settings in that folder. */
    static Tshark in(Path settings) {
        Tshark tshark = new Tshark(settings);
        List<String> forbidden = tshark.run(List.of("tshark", "-G", "protocols")).lines().stream()
                .map(line -> line.split("\t")[NAME_COLUMN])
                .filter(name -> !CARRIERS.contains(name))
                .sorted()
                .distinct()
                .toList();
        try {
            Files.write(settings.resolve("disabled_protos"), forbidden);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tshark;
    }

    /**
     * Of each capture the frames, counted from 1, that go to a guarded port at any layer, each with the rules such a port
     * belongs to. None for what tshark can't read; the frames before the place where a file breaks are judged. Starting
     * takes longer than judging, so sound captures are judged {@value #BATCH} at a time, put one behind the other.
     */
    Map<Path, Map<Long, Set<String>>> guardedFrames(Collection<Path> captures) {
        Map<Path, Map<Long, Set<String>>> judged = new HashMap<>();
        List<Path> all = List.copyOf(captures);
        for (int from = 0; from < all.size(); from += BATCH) {
            List<Path> batch = all.subList(from, Math.min(from + BATCH, all.size()));
            // Sections and interfaces of pcapng files don't survive being put together.
            Map<Path, Long> sound =
                    frameCounts(batch.stream().filter(CaptureRecords::isClassic).toList());
            judged.putAll(judgeTogether(sound));
            for (Path file : batch) {
                if (!sound.containsKey(file)) {
                    judged.put(file, judge(file));
                }
            }
        }
        return judged;
    }

    /** The captures that can be read from front to end, where another count agrees, and how many frames are in each. */
    private Map<Path, Long> frameCounts(List<Path> captures) {
        Map<Path, Long> counts = new LinkedHashMap<>();
        Output output = run(command(List.of("capinfos", "-TMrc"), captures));
        for (String line : output.lines()) {
            String[] columns = line.split("\t");
            Path file = Path.of(columns[0]);
            long count = Long.parseLong(columns[1]);
            if (!output.complaints().contains(columns[0]) && count == CaptureRecords.count(file)) {
                counts.put(file, count);
            }
        }
        return counts;
    }

    private Map<Path, Map<Long, Set<String>>> judgeTogether(Map<Path, Long> counts) {
        Path merged = settings.resolve("merged.pcapng");
        run(command(List.of("mergecap", "-a", "-w", merged.toString()), counts.keySet()));
        NavigableMap<Long, Set<String>> frames = judge(merged);
        Map<Path, Map<Long, Set<String>>> judged = new HashMap<>();
        long before = 0;
        for (Map.Entry<Path, Long> file : counts.entrySet()) {
            Map<Long, Set<String>> own = new TreeMap<>();
            long offset = before;
            frames.subMap(offset, false, offset + file.getValue(), true)
                    .forEach((frame, rules) -> own.put(frame - offset, rules));
            judged.put(file.getKey(), own);
            before += file.getValue();
        }
        if (frameCounts(List.of(merged)).get(merged) != before) {
            throw new IllegalStateException("mergecap did not write all of " + before + " frames");
        }
        return judged;
    }

    private NavigableMap<Long, Set<String>> judge(Path capture) {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString(), "-Y", GUARDED));
        for (String off : List.of(
                "ip.defragment", "ipv6.defragment", "tcp.desegment_tcp_streams", "tcp.analyze_sequence_numbers")) {
            command.addAll(List.of("-o", off + ":FALSE"));
        }
        command.addAll(List.of("-T", "fields", "-e", "frame.number", "-e", "udp.dstport", "-e", "tcp.dstport"));
        NavigableMap<Long, Set<String>> frames = new TreeMap<>();
        for (String line : run(command).lines()) {
            String[] fields = line.split("\t", -1);
            Set<String> rules = new TreeSet<>(rules(fields[1], UDP_RULES));
            rules.addAll(rules(fields[2], TCP_RULES));
            frames.put(Long.valueOf(fields[0]), rules);
        }
        return frames;
    }

    private static Set<String> rules(String ports, Map<String, String> byPort) {
        Set<String> rules = new LinkedHashSet<>();
        Arrays.stream(ports.split(","))
                .filter(byPort::containsKey)
                .map(byPort::get)
                .forEach(rules::add);
        return rules;
    }

    private static List<String> command(List<String> start, Collection<Path> files) {
        List<String> command = new ArrayList<>(start);
        files.forEach(file -> command.add(file.toString()));
        return command;
    }

    private record Output(List<String> lines, String complaints) {}

    private Output run(List<String> command) {
        Path complaints = settings.resolve("complaints.txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaints.toFile());
            builder.environment().put("WIRESHARK_CONFIG_DIR", settings.toString());
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return new Output(out.lines().toList(), Files.readString(complaints));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
