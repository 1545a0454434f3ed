package org.sekimori.dataplane.frame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.policy.MatchFields;

/**
 * Any frame is decoded without an exception, as {@link ReferenceDecoder} decodes it, and by no byte around it. Of the input
 * the first two bytes say how many bytes more the frame had on the wire. A read past the captured bytes fails by the
 * assertions in {@link FrameBytes}.
 */
class FrameDecoderFuzzTest {
    private static final int PREFIX = 2;
    private static final int MARGIN = 64;
    private static final byte[] JUNK = {0, -1};

    private final FrameDecoder decoder = new FrameDecoder();
    private final MatchFields fields = new MatchFields();

    static Stream<byte[]> seeds() {
        return SampleFrames.all().stream().map(frame -> {
            byte[] input = new byte[PREFIX + frame.length];
            System.arraycopy(frame, 0, input, PREFIX, frame.length);
            return input;
        });
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldDecodeAnyFrameAsTheReferenceDoes(byte[] input) {
        if (input.length < PREFIX) {
            return;
        }
        byte[] frame = Arrays.copyOfRange(input, PREFIX, input.length);
        int wireLength = frame.length + (input[0] & 0xFF) * (input[1] & 0xFF);
        Decoded expected = ReferenceDecoder.decode(frame, wireLength);
        for (byte junk : JUNK) {
            Decoded found = decodeAmid(junk, frame, wireLength);
            if (!found.equals(expected)) {
                throw new AssertionError(
                        HexFormat.of().formatHex(frame) + ": " + found + ", but the reference says " + expected);
            }
        }
    }

    private Decoded decodeAmid(byte junk, byte[] frame, int wireLength) {
        byte[] memory = new byte[MARGIN + frame.length + MARGIN];
        Arrays.fill(memory, junk);
        System.arraycopy(frame, 0, memory, MARGIN, frame.length);
        UnsafeBuffer view = new UnsafeBuffer(memory, MARGIN, frame.length);
        if (AddressHash.of(view) < 0) {
            throw new AssertionError("negative hash of " + HexFormat.of().formatHex(frame));
        }
        return Decoded.of(decoder.decode(view, wireLength, fields), fields);
    }
}
