package org.sekimori.dataplane.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.port.Port;
import org.sekimori.policy.Direction;

class CaptureReplayTest {
    private static final DirectionRule INBOUND = DirectionRule.always(Direction.INBOUND);
    private static final DirectionRule OUTBOUND = DirectionRule.always(Direction.OUTBOUND);
    private static final DirectionRule BY_FIRST_BYTE =
            frame -> frame.bytes()[0] % 2 == 0 ? Direction.INBOUND : Direction.OUTBOUND;

    @TempDir
    private Path folder;

    private final List<String> seen = new ArrayList<>();

    @Test
    void shouldOfferEachFrameToThePortOfItsDirectionInOrder() {
        CaptureInput one = input("one", BY_FIRST_BYTE, 10, 11, 13, 12);
        CaptureInput two = input("two", BY_FIRST_BYTE, 20, 21);
        drain(new CaptureReplay(List.of(one, two), List.of(), FrameSink.NONE));
        assertThat(seen)
                .containsExactly(
                        "one 1 inbound 10",
                        "one 2 outbound 11",
                        "one 3 outbound 13",
                        "one 4 inbound 12",
                        "two 1 inbound 20",
                        "two 2 outbound 21");
    }

    @Test
    void shouldMergeTheOtherSideByTime() {
        CaptureInput in = input("in", INBOUND, 10, 12, 12, 16);
        CaptureInput out = input("out", OUTBOUND, 11, 12, 13);
        CaptureInput outLater = input("later", OUTBOUND, 15, 20);
        drain(new CaptureReplay(List.of(in), List.of(out, outLater), FrameSink.NONE));
        assertThat(seen)
                .containsExactly(
                        "in 1 inbound 10",
                        "out 1 outbound 11",
                        "in 2 inbound 12",
                        "in 3 inbound 12",
                        "out 2 outbound 12",
                        "out 3 outbound 13",
                        "later 1 outbound 15",
                        "in 4 inbound 16",
                        "later 2 outbound 20");
    }

    @Test
    void shouldGoOnWithTheNextFileWhereOneBreaks() {
        CaptureBytes cut = CaptureBytes.ethernet().frame(1, 0, new byte[] {2}).frame(2, 0, new byte[] {2});
        Path file = cut.writeTo(folder.resolve("cut.pcap"), cut.bytes().length - 1);
        CaptureInput absent = new CaptureInput("absent", folder.resolve("absent"), INBOUND);
        CaptureReplay replay = new CaptureReplay(
                List.of(new CaptureInput("cut", file, INBOUND), absent, input("good", INBOUND, 30)),
                List.of(),
                FrameSink.NONE);
        drain(replay);
        assertThat(seen).containsExactly("cut 1 inbound 2", "good 1 inbound 30");
        assertThat(replay.faults())
                .extracting(CaptureException::getMessage)
                .containsExactly(
                        file + ": cut off in frame 2 (of its 1 bytes 0 are there); 1 frame was read",
                        folder.resolve("absent") + ": no such file");
    }

    @Test
    void shouldKeepFramesReadableUntilTheyAreReleased() {
        CaptureReplay replay =
                new CaptureReplay(List.of(input("one", BY_FIRST_BYTE, 10, 11, 12)), List.of(), FrameSink.NONE);
        FrameSlot first = new FrameSlot();
        FrameSlot second = new FrameSlot();
        FrameSlot third = new FrameSlot();
        assertThat(replay.lan().receiver().receive(first)).isFalse();
        assertThat(replay.wan().receiver().receive(first)).isTrue();
        assertThat(replay.wan().receiver().receive(second)).isFalse();
        assertThat(replay.lan().receiver().receive(second)).isTrue();
        second.ingress(1);
        assertThat(replay.wan().receiver().receive(third)).isTrue();
        assertThat(replay.wan().receiver().isExhausted()).isTrue();
        assertThat(replay.frameOf(first).capture().number()).isEqualTo(1);
        assertThat(replay.frameOf(second).capture().number()).isEqualTo(2);
        replay.wan().receiver().release(first);
        assertThat(replay.frameOf(third).capture().number()).isEqualTo(3);
        assertThat(first.frame().getByte(0)).isEqualTo((byte) 10);
    }

    @Test
    void shouldSendWhatPassesToTheSinkByteForByte() {
        byte[] cut = new byte[60];
        Arrays.fill(cut, (byte) 7);
        Path file = CaptureBytes.ethernet()
                .frame(1, 5, new byte[] {1, 2, 3})
                .frame(1, 6, cut, 1514)
                .writeTo(folder.resolve("in.pcap"));
        Path out = folder.resolve("out.pcap");
        try (CaptureFileWriter passed = CaptureFileWriter.create(out)) {
            CaptureReplay replay = new CaptureReplay(List.of(new CaptureInput("in", file, INBOUND)), List.of(), passed);
            drain(replay);
            assertThat(replay.framesPassed()).isEqualTo(2);
        }
        assertThat(CaptureFileReaderTest.readAll(out))
                .usingRecursiveComparison()
                .isEqualTo(CaptureFileReaderTest.readAll(file));
    }

    @Test
    void shouldEndEarlyWhenStopped() {
        CaptureReplay replay = new CaptureReplay(List.of(input("one", INBOUND, 10, 11)), List.of(), FrameSink.NONE);
        FrameSlot slot = new FrameSlot();
        assertThat(replay.wan().receiver().receive(slot)).isTrue();
        replay.stop();
        assertThat(replay.wan().receiver().receive(slot)).isFalse();
        assertThat(replay.wan().receiver().isExhausted()).isTrue();
    }

    /** Plays the engine: takes from both ports in turn, two frames in flight, and sends everything on. */
    private void drain(CaptureReplay replay) {
        List<Port> ports = List.of(replay.wan(), replay.lan());
        Deque<FrameSlot> ring = new ArrayDeque<>();
        while (!ring.isEmpty() || !replay.wan().receiver().isExhausted()) {
            for (int i = 0; i < ports.size(); i++) {
                FrameSlot slot = new FrameSlot();
                slot.ingress(i);
                if (ring.size() < 2 && ports.get(i).receiver().receive(slot)) {
                    ring.add(slot);
                }
            }
            finish(replay, ports, ring.poll());
        }
    }

    private void finish(CaptureReplay replay, List<Port> ports, FrameSlot slot) {
        ReplayFrame frame = replay.frameOf(slot);
        seen.add(frame.input().name() + " " + frame.capture().number() + " "
                + frame.direction().word() + " " + slot.frame().getByte(0));
        ports.get(1 - slot.ingress()).transmitter().transmit(slot);
        ports.get(slot.ingress()).receiver().release(slot);
    }

    /** A file of one-byte frames; the byte is the frame's time, too. */
    private CaptureInput input(String name, DirectionRule rule, int... frames) {
        CaptureBytes capture = CaptureBytes.ethernet();
        for (int frame : frames) {
            capture.frame(frame, 0, new byte[] {(byte) frame});
        }
        return new CaptureInput(name, capture.writeTo(folder.resolve(name + ".pcap")), rule);
    }
}
