package org.sekimori.dataplane.frame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.policy.MatchFields;

/**
 * Any frame is decoded, layer by layer, without an exception, as {@link ReferenceDecoder} decodes it, and by no byte around
 * it. Of the input the first byte chooses the link type, and the next two say how many bytes more the frame had on the wire.
 * A read past the captured bytes fails by the assertions in {@link FrameBytes}.
 */
class FrameDecoderFuzzTest {
    private static final int PREFIX = 3;
    private static final int MARGIN = 64;
    private static final byte[] JUNK = {0, -1};

    /** Ethernet first, so that a prefix of zeroes means a whole Ethernet frame. */
    private static final int[] LINK_TYPES = {
        LinkTypes.ETHERNET,
        LinkTypes.RAW,
        LinkTypes.LINUX_SLL,
        LinkTypes.LINUX_SLL2,
        LinkTypes.NULL,
        LinkTypes.LOOP,
        LinkTypes.PPP,
        LinkTypes.PPP_HDLC,
        LinkTypes.PPP_ETHER,
        LinkTypes.C_HDLC,
        LinkTypes.IPV4,
        LinkTypes.IPV6
    };

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
        int linkType = LINK_TYPES[(input[0] & 0xFF) % LINK_TYPES.length];
        byte[] frame = Arrays.copyOfRange(input, PREFIX, input.length);
        int wireLength = frame.length + (input[1] & 0xFF) * (input[2] & 0xFF);
        List<DecodedLayer> expected = ReferenceDecoder.decode(frame, wireLength, linkType);
        for (byte junk : JUNK) {
            List<DecodedLayer> found = decodeAmid(junk, frame, wireLength, linkType);
            if (!found.equals(expected)) {
                throw new AssertionError("link type " + linkType + ", " + wireLength + " bytes, "
                        + HexFormat.of().formatHex(frame) + ": " + found + ", but the reference says " + expected);
            }
        }
    }

    private List<DecodedLayer> decodeAmid(byte junk, byte[] frame, int wireLength, int linkType) {
        byte[] memory = new byte[MARGIN + frame.length + MARGIN];
        Arrays.fill(memory, junk);
        System.arraycopy(frame, 0, memory, MARGIN, frame.length);
        UnsafeBuffer view = new UnsafeBuffer(memory, MARGIN, frame.length);
        if (AddressHash.ofThisProcess().of(view, linkType) < 0) {
            throw new AssertionError("negative hash of " + HexFormat.of().formatHex(frame));
        }
        return DecodedLayer.all(decoder, fields, view, wireLength, linkType);
    }
}
