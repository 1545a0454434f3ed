package org.sekimori.bench.hostile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.sekimori.bench.hostile.Attack.Plan;

/** By users of the machine: files, locks and sockets that aren't theirs. */
final class LocalAttacks {
    private static final int MOST_HELD = 120;
    private static final long HOLD_MS = 500;
    private static final int IMAGE_BYTES = 4 << 20;

    private LocalAttacks() {}

    static Map<String, Plan> plans() {
        return Map.of(
                "lock-squat", new Plan(2, 1, LocalAttacks::squat),
                "foreign-sockets", new Plan(2, 5, LocalAttacks::openForeign),
                "foreign-files", new Plan(2, 20, (target, tally) -> openFiles(target, tally, true)),
                "member-files", new Plan(2, 20, (target, tally) -> openFiles(target, tally, false)),
                "box-socket-junk", new Plan(2, 5, LocalAttacks::sayJunk),
                "box-socket-held", new Plan(1, 0, LocalAttacks::holdBox),
                "token-links", new Plan(1, 0, LocalAttacks::swapLinks));
    }

    /** A read lock is granted as soon as its holder ends, and then no box starts (S1). */
    private static void squat(Target target, Tally tally) throws IOException, InterruptedException {
        for (Path file : List.of(target.paths().boxLock(), target.paths().controlLock())) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                    FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
                tally.hole("opened " + file.getFileName() + " of "
                        + file.getParent().getFileName() + (lock == null ? "" : " and locked it"));
                Thread.sleep(HOLD_MS);
            } catch (AccessDeniedException warded) {
                tally.count("lock denied");
            }
        }
    }

    private static void openForeign(Target target, Tally tally) {
        for (Path socket : List.of(target.paths().apiSocket(), target.paths().commandSocket())) {
            try (Wire wire = Wire.to(socket)) {
                wire.ask("GET", "/api/v1/status", "");
                String answer = wire.first(512);
                if (answer.contains("200 OK")) {
                    tally.hole(socket.getFileName() + " answered a stranger");
                }
                tally.count("socket let go");
            } catch (IOException warded) {
                tally.count("socket denied");
            }
        }
    }

    private static void openFiles(Target target, Tally tally, boolean isStranger) {
        List<Path> files = List.of(
                target.paths().boxState(),
                target.paths().lastGood(),
                target.paths().controlState().resolve("token"),
                target.paths().controlState().resolve("events.jsonl"));
        // members of the group may read the box's counters
        for (Path file : isStranger ? files : files.subList(1, files.size())) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                tally.hole("read " + file.getFileName() + " of " + channel.size() + " bytes");
            } catch (IOException warded) {
                tally.count("file denied");
            }
        }
        for (Path folder : List.of(target.paths().runDir(), target.paths().stateDir())) {
            try {
                Files.delete(Files.createFile(folder.resolve("squat")));
                tally.hole("wrote in " + folder);
            } catch (IOException warded) {
                tally.count("folder denied");
            }
        }
    }

    /** What the box's command socket is not made for: halves, lies about lengths, random images. */
    private static void sayJunk(Target target, Tally tally) throws IOException {
        SplittableRandom random = new SplittableRandom();
        byte[] junk = new byte[1 << random.nextInt(14)];
        random.nextBytes(junk);
        String line = switch (random.nextInt(5)) {
            case 0 -> "";
            case 1 -> "sekimori/1 push 2147483647 0\n";
            case 2 -> "sekimori/1 push " + junk.length + " 3600\n";
            case 3 -> "sekimori/1 whatif-begin " + junk.length + " 86400\n";
            default -> "sekimori/1 " + "x".repeat(1 << random.nextInt(16));
        };
        try (Wire wire = Wire.to(target.paths().commandSocket())) {
            wire.send(line).send(junk);
            tally.count("junk sent");
        }
    }

    /** Connections that say nothing, and one that sends a large image byte by byte. */
    private static void holdBox(Target target, Tally tally) throws IOException, InterruptedException {
        try (Wire slow = Wire.to(target.paths().commandSocket())) {
            slow.send("sekimori/1 push " + IMAGE_BYTES + " 0\n");
            for (int held = 0; held < MOST_HELD; held++) {
                try (Wire silent = Wire.to(target.paths().commandSocket())) {
                    slow.send(new byte[1]);
                    Thread.sleep(1);
                }
                tally.count("held");
            }
        }
    }

    /** Control's user puts links where root's commands write (S4). */
    private static void swapLinks(Target target, Tally tally) throws IOException {
        Path folder = target.paths().controlState();
        Path bait = target.policy().resolveSibling("bait");
        Path link = folder.resolve("link");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, bait);
        for (String name : List.of("token", "token.new", "token.tmp", ".token")) {
            Files.move(link, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(folder.resolve(name));
            Files.createSymbolicLink(link, bait);
        }
        if (Files.isWritable(bait)) {
            tally.hole("became owner of root's file");
        }
        tally.count("swapped");
    }
}
