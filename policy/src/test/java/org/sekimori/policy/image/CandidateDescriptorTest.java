package org.sekimori.policy.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.MessageKind;

final class CandidateDescriptorTest {
    @Test
    void shouldNumberKindsOfMessagesAsMessagesAreNumbered() {
        assertThat(CandidateDescriptor.REQUESTS).isEqualTo(MessageKind.REQUEST);
        assertThat(CandidateDescriptor.REPLIES).isEqualTo(MessageKind.REPLY);
    }

    @Test
    void shouldTellWhenTheMessageAloneIsAsked() {
        for (int kind = CandidateDescriptor.ANY_KIND; kind <= CandidateDescriptor.MAX_KIND; kind++) {
            int candidate =
                    CandidateDescriptor.LAST | CandidateDescriptor.DROP | CandidateDescriptor.kindMarks(kind) | 5;
            boolean byMessage = kind == CandidateDescriptor.REQUESTS || kind == CandidateDescriptor.REPLIES;

            assertThat(CandidateDescriptor.asksMessageAlone(candidate)).isEqualTo(byMessage);
            assertThat(CandidateDescriptor.asksMessageAlone(candidate | CandidateDescriptor.MONITOR))
                    .isFalse();
            assertThat(CandidateDescriptor.asksMessageAlone(candidate | CandidateDescriptor.ALLOW_FROM))
                    .isFalse();
            assertThat(CandidateDescriptor.asksMessageAlone(candidate | CandidateDescriptor.SOURCES))
                    .isFalse();
        }
    }

    @Test
    void shouldReadWordsAsTheBufferDoes() {
        UnsafeBuffer image = new UnsafeBuffer(new byte[] {1, 2, 3, 4, (byte) 0xF5, 6, 7, 8});

        for (int offset = 0; offset <= 4; offset++) {
            assertThat(ImageWords.int32(image, offset)).isEqualTo(image.getInt(offset, ImageDescriptor.BYTE_ORDER));
        }
    }
}
