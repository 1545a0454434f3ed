package org.sekimori.control.judge;

import java.nio.file.Path;
import java.util.List;
import org.sekimori.control.judge.Verdicts.Row;
import org.sekimori.control.replay.Captures;

/** The 163 real packets that are wrapped and cut up, and the policies they are judged by. */
final class Plain {
    private Plain() {}

    static List<Packet> packets() {
        return Captures.read(Corpus.resource("/golden/plain/input.pcap")).stream()
                .map(frame -> Packet.of(frame.bytes()))
                .toList();
    }

    /** Arguments of replay: the ports alone, and the shipped policy. */
    static List<String[]> policies() {
        return List.of(
                new String[] {
                    "--policy", Corpus.resource("/judge/ports-only.yaml").toString()
                },
                new String[0]);
    }

    static List<Row> judge(Path folder, List<byte[]> frames, String... arguments) {
        return Verdicts.of(CaptureWriting.write(folder.resolve("x.pcap"), frames), folder, arguments)
                .frames();
    }
}
