package org.sekimori.dataplane.ebpf.flow;

import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;
import static org.sekimori.dataplane.ebpf.Register.R4;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Helper;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.Machine;
import org.sekimori.dataplane.ebpf.walk.PortCode;
import org.sekimori.policy.AskedFlows;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.IpProtocol;

/**
 * What programs of both directions do with the flow of the UDP packet at hand.
 *
 * <pre>
 *  stack, below what {@link Machine} names:
 *   -160  key, 40 bytes     -184  value, 24 bytes     -192  the time
 * </pre>
 */
final class FlowCode {
    static final int KEY = -160;
    static final int VALUE = -184;
    static final int NOW = -192;

    private static final int SOURCE_IPV4 = 12;
    private static final int DESTINATION_IPV4 = 16;
    private static final int SOURCE_IPV6 = 8;
    private static final int DESTINATION_IPV6 = 24;
    private static final int HALF = Long.BYTES;

    private final Draft draft;
    private final Assembler code;
    private final Ends ends;

    /** Which of a packet's ends is which. */
    enum Ends {
        OUTBOUND(SOURCE_IPV4, DESTINATION_IPV4, SOURCE_IPV6, DESTINATION_IPV6, false),
        INBOUND(DESTINATION_IPV4, SOURCE_IPV4, DESTINATION_IPV6, SOURCE_IPV6, true);

        private final int insideIpv4;
        private final int outsideIpv4;
        private final int insideIpv6;
        private final int outsideIpv6;
        private final boolean isReversed;

        Ends(int insideIpv4, int outsideIpv4, int insideIpv6, int outsideIpv6, boolean isReversed) {
            this.insideIpv4 = insideIpv4;
            this.outsideIpv4 = outsideIpv4;
            this.insideIpv6 = insideIpv6;
            this.outsideIpv6 = outsideIpv6;
            this.isReversed = isReversed;
        }

        int insidePort() {
            return isReversed ? PortCode.DESTINATION_OFFSET : PortCode.SOURCE_OFFSET;
        }

        int outsidePort() {
            return isReversed ? PortCode.SOURCE_OFFSET : PortCode.DESTINATION_OFFSET;
        }
    }

    FlowCode(Draft draft, Ends ends) {
        this.draft = draft;
        this.ends = ends;
        code = draft.code();
    }

    /** Goes to one of the labels by whether the flow is asked about; loses R1. */
    void writeGate(AskedFlows flows, Label asked, Label others) {
        FlowGate.write(draft, flows, IpProtocol.UDP, ends.insidePort(), ends.outsidePort(), asked, others);
    }

    /** Puts the key of a flow of that IP version together; loses R1 and R2. */
    void writeKey(int ipVersion) {
        code.move(R1, ipVersion).store(Width.WORD, Machine.STACK, KEY + FlowDescriptor.IP_VERSION_OFFSET, R1);
        if (ipVersion == Cidr.IPV4) {
            writeIpv4(FlowDescriptor.INSIDE_OFFSET, ends.insideIpv4);
            writeIpv4(FlowDescriptor.OUTSIDE_OFFSET, ends.outsideIpv4);
        } else {
            writeIpv6(FlowDescriptor.INSIDE_OFFSET, ends.insideIpv6);
            writeIpv6(FlowDescriptor.OUTSIDE_OFFSET, ends.outsideIpv6);
        }
        writePort(FlowDescriptor.INSIDE_PORT_OFFSET, ends.insidePort());
        writePort(FlowDescriptor.OUTSIDE_PORT_OFFSET, ends.outsidePort());
    }

    private void writeIpv4(int keyOffset, int headerOffset) {
        int end = KEY + keyOffset;
        code.load(Width.WORD, R1, Machine.STACK, Machine.IPV4_HEADER + headerOffset)
                .store(Width.DOUBLE, Machine.STACK, end, R1)
                .move(R1, 0)
                .store(Width.DOUBLE, Machine.STACK, end + HALF, R1);
    }

    private void writeIpv6(int keyOffset, int headerOffset) {
        code.load(Width.DOUBLE, R1, Machine.STACK, Machine.IPV6_HEADER + headerOffset)
                .load(Width.DOUBLE, R2, Machine.STACK, Machine.IPV6_HEADER + headerOffset + HALF)
                .store(Width.DOUBLE, Machine.STACK, KEY + keyOffset, R1)
                .store(Width.DOUBLE, Machine.STACK, KEY + keyOffset + HALF, R2);
    }

    private void writePort(int keyOffset, int headerOffset) {
        code.load(Width.HALF, R1, Machine.STACK, Machine.TRANSPORT + headerOffset)
                .store(Width.HALF, Machine.STACK, KEY + keyOffset, R1);
    }

    /** R0: the address of the key's value, or 0; loses R1 to R5. */
    void writeLookup() {
        code.move(R2, Machine.STACK)
                .compute(Operation.ADD, R2, KEY)
                .loadMap(R1, FlowDescriptor.MAP)
                .call(Helper.MAP_LOOKUP_ELEM);
    }

    /** Sets the key's value as a whole, since an entry at hand may be another's by now; loses R0 to R5. */
    void writeUpdate() {
        code.move(R2, Machine.STACK)
                .compute(Operation.ADD, R2, KEY)
                .move(R3, Machine.STACK)
                .compute(Operation.ADD, R3, VALUE)
                .move(R4, 0)
                .loadMap(R1, FlowDescriptor.MAP)
                .call(Helper.MAP_UPDATE_ELEM);
    }

    /** Has the verifier know that all of it is written, where it can't follow by whom; loses R0 to R5. */
    void writeFill() {
        int half = (KEY + FlowDescriptor.KEY_BYTES - NOW) / 2;
        draft.fill(NOW, half);
        draft.fill(NOW + half, half);
    }
}
