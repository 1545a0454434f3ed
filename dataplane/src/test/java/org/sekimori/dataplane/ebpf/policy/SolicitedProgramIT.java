package org.sekimori.dataplane.ebpf.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.TestKernel;
import org.sekimori.policy.Direction;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.profile.Profile;
import org.sekimori.policy.text.PolicyReader;

/** The map of flows lets in, in the kernel, what the inside asked for, and nothing that the box would not. */
@ParameterizedClass
@EnumSource
class SolicitedProgramIT {
    private static final String INSIDE = "203.0.113.10";
    private static final String OUTSIDE = "198.51.100.53";
    private static final String PASS = "pass";
    private static final String DROP = "drop";
    private static final String KERNEL_PASS = "pass in the kernel";
    private static final String KERNEL_DROP = "drop in the kernel";

    @Parameter
    Hook hook;

    private FlowTwin twin;
    private long nowNs = 1_000_000_000_000L;

    @BeforeEach
    void needsPrograms() {
        TestKernel.needs(hook == Hook.XDP ? AttachPoint.XDP : AttachPoint.TCX_INGRESS);
        twin = new FlowTwin(withoutGrace(Profile.STRICT), hook, nowNs);
    }

    @AfterEach
    void close() {
        if (twin != null) {
            twin.checkCounts();
            twin.close();
        }
    }

    private static PolicyTable withoutGrace(Profile profile) {
        return table(profile.text().replace("grace: 60s", "grace: 0s"));
    }

    private static PolicyTable table(String text) {
        return PolicyTable.over(
                PolicyCompiler.compile(PolicyReader.read("test", text).policy().orElseThrow()));
    }

    private void use(PolicyTable table) {
        twin.close();
        twin = new FlowTwin(table, hook, nowNs);
    }

    private void passMs(long ms) {
        nowNs += ms * 1_000_000;
    }

    private String out(FrameBuilder frame) {
        return twin.judge(Direction.OUTBOUND, frame.padTo(60).bytes(), nowNs).toString();
    }

    private String in(FrameBuilder frame) {
        return twin.judge(Direction.INBOUND, frame.padTo(60).bytes(), nowNs).toString();
    }

    private static FrameBuilder to() {
        return FrameBuilder.frame().ipv4(INSIDE, OUTSIDE);
    }

    private static FrameBuilder from() {
        return FrameBuilder.frame().ipv4(OUTSIDE, INSIDE);
    }

    private static byte[] dns(int flags) {
        byte[] message = new byte[40];
        message[2] = (byte) flags;
        return message;
    }

    private static byte[] ntp(int mode) {
        byte[] message = new byte[48];
        message[0] = (byte) (4 << 3 | mode);
        return message;
    }

    private static FrameBuilder query(int port) {
        return to().udp(port, 53).payload(dns(0x01));
    }

    private static FrameBuilder answer(int port) {
        return from().udp(53, port).payload(dns(0x81));
    }

    /** The box is shown the question and the first answer, since it has to remember both. */
    private void askAndAnswer() {
        assertThat(out(query(4000))).isEqualTo(PASS);
        assertThat(in(answer(4000))).isEqualTo(PASS);
    }

    @Test
    void shouldLetInWhatWasAskedForAndAnswered() {
        assertThat(in(answer(4000))).isEqualTo(DROP);
        askAndAnswer();
        assertThat(in(answer(4000))).isEqualTo(KERNEL_PASS);
        assertThat(out(query(4000))).isEqualTo(KERNEL_PASS);
        assertThat(in(answer(4001))).isEqualTo(DROP);
        assertThat(in(FrameBuilder.frame()
                        .ipv4("198.51.100.54", INSIDE)
                        .udp(53, 4000)
                        .payload(dns(0x81))))
                .isEqualTo(DROP);
    }

    @Test
    void shouldShowTheBoxEveryQuestionUntilOneIsAnswered() {
        assertThat(out(query(4000))).isEqualTo(PASS);
        assertThat(out(query(4000))).isEqualTo(PASS);
        assertThat(in(answer(4000))).isEqualTo(PASS);
        assertThat(out(query(4000))).isEqualTo(KERNEL_PASS);
        passMs(99);
        assertThat(out(query(4000))).isEqualTo(KERNEL_PASS);
        passMs(1);
        assertThat(out(query(4000))).isEqualTo(PASS);
        assertThat(out(query(4000))).isEqualTo(KERNEL_PASS);
    }

    @Test
    void shouldForgetInTime() {
        askAndAnswer();
        passMs(19_700);
        assertThat(in(answer(4000))).isEqualTo(KERNEL_PASS);
        passMs(60);
        assertThat(in(answer(4000))).as("the box knows better").isEqualTo(PASS);
        passMs(239);
        assertThat(in(answer(4000))).isEqualTo(PASS);
        passMs(1);
        assertThat(in(answer(4000))).isEqualTo(DROP);
    }

    @Test
    void shouldBeginTheTimeAgainWithEachQuestion() {
        askAndAnswer();
        passMs(19_000);
        assertThat(out(query(4000))).isEqualTo(PASS);
        passMs(19_000);
        assertThat(in(answer(4000))).isEqualTo(KERNEL_PASS);
        passMs(1_000);
        assertThat(in(answer(4000))).isEqualTo(DROP);
        askAndAnswer();
        assertThat(in(answer(4000))).isEqualTo(KERNEL_PASS);
    }

    /** Where no service has a time of its own, what comes in prolongs as well; the box has to see some of it. */
    @Test
    void shouldLetAStreamOfAnswersGoOn() {
        use(withoutGrace(Profile.DEFAULT_DROP));
        FrameBuilder down = from().udp(443, 4000).payload(new byte[30]);
        assertThat(in(down)).isEqualTo(DROP);
        assertThat(out(to().udp(4000, 443).payload(new byte[30]))).isEqualTo(PASS);
        assertThat(in(down)).isEqualTo(PASS);
        int inKernel = 0;
        for (int i = 0; i < 10_000; i++) {
            passMs(20);
            String seen = in(down);
            assertThat(seen).startsWith(PASS).doesNotContain("against");
            inKernel += seen.equals(KERNEL_PASS) ? 1 : 0;
        }
        assertThat(inKernel).isEqualTo(8_000);
        passMs(179_700);
        assertThat(in(down)).isEqualTo(PASS);
        passMs(180_000);
        assertThat(in(down)).isEqualTo(DROP);
    }

    @Test
    void shouldTakeNoQuestionForAnAnswer() {
        assertThat(out(to().udp(123, 123).payload(ntp(3)))).isEqualTo(PASS);
        assertThat(in(from().udp(123, 123).payload(ntp(4)))).isEqualTo(PASS);
        assertThat(in(from().udp(123, 123).payload(ntp(4)))).isEqualTo(KERNEL_PASS);
        assertThat(in(from().udp(123, 123).payload(ntp(3)))).isEqualTo(KERNEL_DROP);
    }

    /** What a server inside answers is none of memory's business. */
    @Test
    void shouldTakeNoAnswerForAQuestion() {
        assertThat(out(to().udp(53, 53).payload(dns(0x80)))).isEqualTo(KERNEL_PASS);
        assertThat(in(from().udp(53, 53).payload(dns(0x80)))).isEqualTo(DROP);
        use(withoutGrace(Profile.SHIELD));
        assertThat(out(to().udp(11211, 4000).payload(new byte[30]))).isEqualTo(KERNEL_PASS);
        assertThat(in(from().udp(11211, 4000).payload(new byte[30]))).isEqualTo(DROP);
        assertThat(out(to().udp(11211, 53).payload(dns(1)))).isEqualTo(PASS);
        assertThat(in(from().udp(53, 11211).payload(dns(0x81)))).isEqualTo(PASS);
        assertThat(in(from().udp(53, 11211).payload(dns(0x81)))).isEqualTo(KERNEL_PASS);
    }

    @Test
    void shouldLookIntoTagsAndTunnels() {
        FrameBuilder inner =
                FrameBuilder.frame().ipv6("2001:db8::10", "2001:db8::53").udp(4000, 53);
        FrameBuilder innerBack =
                FrameBuilder.frame().ipv6("2001:db8::53", "2001:db8::10").udp(53, 4000);
        inner.payload(dns(1));
        innerBack.payload(dns(0x81));
        FrameBuilder asks = to().vlan(0x8100, 7).carrying(inner);
        FrameBuilder answers = from().vlan(0x8100, 7).carrying(innerBack);
        assertThat(out(asks)).isEqualTo(PASS);
        assertThat(in(answers)).isEqualTo(PASS);
        assertThat(in(answers)).isEqualTo(KERNEL_PASS);
        assertThat(in(innerBack)).isEqualTo(KERNEL_PASS);
        assertThat(in(answer(4000))).isEqualTo(DROP);
    }

    /** What goes in fragments is remembered, and let in, by the box alone. */
    @Test
    void shouldLeaveFragmentsToTheBox() {
        assertThat(out(query(4000).fragment(7, 0, true).payload(new byte[64]))).isEqualTo(PASS);
        assertThat(in(answer(4000))).isEqualTo(PASS);
        assertThat(in(answer(4000))).isEqualTo(PASS);
        askAndAnswer();
        assertThat(in(answer(4000).fragment(7, 0, true))).isEqualTo(PASS);
        assertThat(in(from().fragment(7, 1480, false).protocol(17).payload(new byte[64])))
                .isEqualTo(PASS);
    }

    /** SNMP's operation lies at no fixed place. */
    @Test
    void shouldLeaveToTheBoxWhatCannotBeTold() {
        use(withoutGrace(Profile.SHIELD));
        FrameBuilder request = to().udp(4000, 161).payload(snmp(0xA0));
        FrameBuilder response = from().udp(161, 4000).payload(snmp(0xA2));
        for (int i = 0; i < 2; i++) {
            assertThat(out(request)).isEqualTo(PASS);
            assertThat(in(response)).isEqualTo(PASS);
        }
    }

    private static byte[] snmp(int operation) {
        return new byte[] {0x30, 11, 2, 1, 1, 4, 1, 'x', (byte) operation, 3, 2, 1, 1};
    }

    @Test
    void shouldRememberNothingThatWasDropped() {
        use(table("version: 1\nname: stay\nrules:\n"
                + "  - {name: stay, direction: outbound, protocol: udp, destination-ports: 53}\n"
                + "  - {name: back, direction: inbound, protocol: udp, source-ports: 53, match: unsolicited}\n"));
        assertThat(out(query(4000))).isEqualTo(KERNEL_DROP);
        assertThat(in(answer(4000))).isEqualTo(DROP);
        assertThat(in(answer(4000))).isEqualTo(DROP);
    }

    @Test
    void shouldKnowUnderTheNextPolicyWhatWasAskedBefore() {
        askAndAnswer();
        twin.policy(withoutGrace(Profile.SHIELD));
        assertThat(in(answer(4000))).isEqualTo(KERNEL_PASS);
        assertThat(in(answer(4001))).isEqualTo(DROP);
        twin.policy(table("version: 1\nname: open\nrules: []\n"));
        assertThat(in(answer(4001))).isEqualTo(KERNEL_PASS);
        twin.policy(withoutGrace(Profile.STRICT));
        passMs(19_000);
        assertThat(in(answer(4000))).isEqualTo(KERNEL_PASS);
        passMs(1_000);
        assertThat(in(answer(4000))).isEqualTo(DROP);
    }

    /** As while a candidate is compared: the map hears of nothing, and never knows more than the box. */
    @Test
    void shouldKnowNoMoreThanTheBoxAfterARest() {
        askAndAnswer();
        twin.rest(true);
        passMs(9_000);
        assertThat(out(query(4000))).isEqualTo(PASS);
        assertThat(out(query(4001))).isEqualTo(PASS);
        twin.rest(false);
        assertThat(in(answer(4000))).isEqualTo(KERNEL_PASS);
        assertThat(in(answer(4001))).isEqualTo(PASS);
        passMs(11_000);
        assertThat(in(answer(4000))).as("asked again meanwhile").isEqualTo(PASS);
        passMs(9_000);
        assertThat(in(answer(4000))).isEqualTo(DROP);
    }

    /** Nobody outside can make an entry, so nothing is driven out. */
    @Test
    void shouldKeepWhatItKnowsUnderAFloodFromOutside() {
        askAndAnswer();
        for (int port = 4001; port < 4001 + 3 * FlowTwin.ENTRIES; port++) {
            assertThat(in(answer(port))).isEqualTo(DROP);
        }
        assertThat(in(answer(4000))).isEqualTo(KERNEL_PASS);
    }

    /** What the map had to give up the box still knows. */
    @Test
    void shouldLeaveToTheBoxWhatTheMapHadToGiveUp() {
        for (int port = 4000; port < 4000 + 3 * FlowTwin.ENTRIES; port++) {
            assertThat(out(query(port))).isEqualTo(PASS);
            assertThat(in(answer(port))).isEqualTo(PASS);
        }
        int inKernel = 0;
        for (int port = 4000; port < 4000 + FlowTwin.ENTRIES; port++) {
            String seen = in(answer(port));
            assertThat(seen).isIn(PASS, KERNEL_PASS);
            inKernel += seen.equals(KERNEL_PASS) ? 1 : 0;
        }
        assertThat(inKernel).isLessThan(FlowTwin.ENTRIES / 2);
    }

    @Test
    void shouldBelieveRepliesWhileTheGraceLasts() {
        use(Profile.STRICT.table());
        assertThat(in(answer(4000))).isEqualTo(PASS);
        assertThat(in(answer(4000))).isEqualTo(PASS);
        passMs(61_000);
        assertThat(in(answer(4000))).isEqualTo(DROP);
    }
}
