package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class FrameBytesTest {
    private final UnsafeBuffer frame =
            new UnsafeBuffer(new byte[] {(byte) 0x81, (byte) 0x92, (byte) 0xA3, (byte) 0xB4, 5, 6, 7, 8, 9});

    @Test
    void shouldReadBigEndian() {
        assertThat(FrameBytes.uint8(frame, 0)).isEqualTo(0x81);
        assertThat(FrameBytes.uint16(frame, 1)).isEqualTo(0x92A3);
        assertThat(FrameBytes.int32(frame, 0)).isEqualTo(0x8192_A3B4);
        assertThat(FrameBytes.int64(frame, 1)).isEqualTo(0x92A3_B405_0607_0809L);
    }

    /** Without these checks no other test here would see the decoder read past a frame. */
    @Test
    void shouldCheckBoundsInTests() {
        assertThatThrownBy(() -> FrameBytes.uint8(frame, 9)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> FrameBytes.uint16(frame, 8)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> FrameBytes.int32(frame, 6)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> FrameBytes.int64(frame, 2)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> FrameBytes.uint8(frame, -1)).isInstanceOf(AssertionError.class);
    }
}
