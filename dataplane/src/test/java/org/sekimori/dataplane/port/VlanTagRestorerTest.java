package org.sekimori.dataplane.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.linux.VirtioNetHeaderDescriptor;

class VlanTagRestorerTest {
    private static final int FRAME_AT = 76;

    @Test
    void shouldPutTheTagBetweenAddressesAndEtherType() {
        UnsafeBuffer memory = slotWithFrame(20);

        int frameAt = VlanTagRestorer.restore(memory, FRAME_AT, 0x88A8, 0x6007);

        assertThat(frameAt).isEqualTo(FRAME_AT - 4);
        byte[] frame = new byte[24];
        memory.getBytes(frameAt, frame);
        byte[] expected = new byte[24];
        for (int i = 0; i < 12; i++) {
            expected[i] = (byte) (i + 1);
        }
        expected[12] = (byte) 0x88;
        expected[13] = (byte) 0xA8;
        expected[14] = 0x60;
        expected[15] = 0x07;
        for (int i = 12; i < 20; i++) {
            expected[i + 4] = (byte) (i + 1);
        }
        assertThat(frame).isEqualTo(expected);
    }

    @Test
    void shouldMoveTheVirtioHeaderAlongAndShiftWhatPointsIntoTheFrame() {
        UnsafeBuffer memory = slotWithFrame(20);
        int headerAt = FRAME_AT - VirtioNetHeaderDescriptor.LENGTH;
        memory.putByte(headerAt + VirtioNetHeaderDescriptor.FLAGS, (byte) 1);
        memory.putByte(headerAt + VirtioNetHeaderDescriptor.GSO_TYPE, (byte) 1);
        memory.putShort(headerAt + VirtioNetHeaderDescriptor.HEADER_LENGTH, (short) 54);
        memory.putShort(headerAt + 4, (short) 1448);
        memory.putShort(headerAt + VirtioNetHeaderDescriptor.CHECKSUM_START, (short) 34);
        memory.putShort(headerAt + 8, (short) 16);

        int frameAt = VlanTagRestorer.restore(memory, FRAME_AT, 0x8100, 5);

        int movedAt = frameAt - VirtioNetHeaderDescriptor.LENGTH;
        assertThat(memory.getShort(movedAt + VirtioNetHeaderDescriptor.HEADER_LENGTH))
                .isEqualTo((short) 58);
        assertThat(memory.getShort(movedAt + 4)).isEqualTo((short) 1448);
        assertThat(memory.getShort(movedAt + VirtioNetHeaderDescriptor.CHECKSUM_START))
                .isEqualTo((short) 38);
        assertThat(memory.getShort(movedAt + 8)).isEqualTo((short) 16);
    }

    @Test
    void shouldLeaveOffsetsAloneWhereTheChecksumIsWhole() {
        UnsafeBuffer memory = slotWithFrame(20);
        int headerAt = FRAME_AT - VirtioNetHeaderDescriptor.LENGTH;
        memory.putShort(headerAt + VirtioNetHeaderDescriptor.CHECKSUM_START, (short) 34);

        int frameAt = VlanTagRestorer.restore(memory, FRAME_AT, 0x8100, 5);

        int movedAt = frameAt - VirtioNetHeaderDescriptor.LENGTH;
        assertThat(memory.getShort(movedAt + VirtioNetHeaderDescriptor.CHECKSUM_START))
                .isEqualTo((short) 34);
    }

    private static UnsafeBuffer slotWithFrame(int length) {
        UnsafeBuffer memory = new UnsafeBuffer(new byte[256]);
        for (int i = 0; i < length; i++) {
            memory.putByte(FRAME_AT + i, (byte) (i + 1));
        }
        return memory;
    }
}
