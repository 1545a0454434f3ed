package org.sekimori.dataplane.ebpf.policy;

import static org.sekimori.dataplane.ebpf.Register.R0;
import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;
import static org.sekimori.dataplane.ebpf.Register.R4;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Helper;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.Machine;
import org.sekimori.dataplane.ebpf.walk.NumberTree;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;

/** Asks whether an address of the IP header at hand lies in a set: small sets become code, others are looked up. */
final class AddressCode {
    /** The most IPv4 ranges of a set in code. */
    static final int MAX_RANGES = 16;
    /** The most IPv6 networks of a set in code. */
    static final int MAX_NETWORKS = 4;

    private static final int SOURCE_IPV4 = 12;
    private static final int DESTINATION_IPV4 = 16;
    private static final int SOURCE_IPV6 = 8;
    private static final int DESTINATION_IPV6 = 24;
    private static final int WORD_BITS = 32;
    private static final int HALF_BITS = 64;
    private static final int IPV6_BITS = 128;

    private final Draft draft;
    private final Assembler code;
    private final AddressMaps ipv4;
    private final AddressMaps ipv6;

    /** How much of an IP version's addresses a set holds. */
    enum Coverage {
        NONE,
        SOME,
        ALL
    }

    /** Which of a header's addresses. */
    enum Side {
        SOURCE,
        DESTINATION
    }

    AddressCode(Draft draft) {
        this(draft, new AddressMaps(Cidr.IPV4), new AddressMaps(Cidr.IPV6));
    }

    private AddressCode(Draft draft, AddressMaps ipv4, AddressMaps ipv6) {
        this.draft = draft;
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        code = draft.code();
    }

    /** The same sets, asked about by a walk that follows. */
    AddressCode in(Draft following) {
        return new AddressCode(following, ipv4, ipv6);
    }

    /** The maps for the sets that were asked about and didn't become code. */
    List<MapPlan> plans() {
        return Stream.of(ipv4, ipv6).flatMap(maps -> maps.plans().stream()).toList();
    }

    static Coverage coverage(AddressSet set, int ipVersion) {
        boolean isIpv4 = ipVersion == Cidr.IPV4;
        if ((isIpv4 ? set.ipv4Count() : set.ipv6Count()) == 0) {
            return Coverage.NONE;
        }
        boolean isAll = isIpv4
                ? set.ipv4First(0) == 0 && set.ipv4Last(0) == -1
                : (set.ipv6FirstHigh(0) | set.ipv6FirstLow(0)) == 0 && (set.ipv6LastHigh(0) & set.ipv6LastLow(0)) == -1;
        return isAll ? Coverage.ALL : Coverage.SOME;
    }

    /** Goes to one of the labels; of a set that holds some of the version's addresses, but not all. */
    void write(AddressSet set, int ipVersion, Side side, Label inside, Label outside) {
        boolean isSource = side == Side.SOURCE;
        if (ipVersion == Cidr.IPV4) {
            writeIpv4(set, isSource ? SOURCE_IPV4 : DESTINATION_IPV4, inside, outside);
        } else {
            writeIpv6(set, isSource ? SOURCE_IPV6 : DESTINATION_IPV6, inside, outside);
        }
    }

    private void writeIpv4(AddressSet set, int offset, Label inside, Label outside) {
        if (set.ipv4Count() > MAX_RANGES) {
            fillKey();
            code.load(Width.WORD, R1, Machine.STACK, Machine.IPV4_HEADER + offset)
                    .store(Width.WORD, Machine.STACK, Machine.ADDRESS_KEY + AddressMaps.ADDRESS_OFFSET, R1);
            lookUp(ipv4, set, inside, outside);
            return;
        }
        code.load(Width.WORD, R1, Machine.STACK, Machine.IPV4_HEADER + offset).toBigEndian(R1, WORD_BITS);
        List<NumberTree.Range> ranges = new ArrayList<>();
        ranges.add(new NumberTree.Range(0, outside));
        for (int i = 0; i < set.ipv4Count(); i++) {
            if (set.ipv4First(i) == 0) {
                ranges.clear();
            }
            ranges.add(new NumberTree.Range(set.ipv4First(i), inside));
            if (set.ipv4Last(i) != -1) {
                ranges.add(new NumberTree.Range(set.ipv4Last(i) + 1, outside));
            }
        }
        NumberTree.write(code, R1, ranges);
    }

    private void writeIpv6(AddressSet set, int offset, Label inside, Label outside) {
        List<Cidr> networks = set.networks().stream()
                .filter(network -> network.ipVersion() == Cidr.IPV6)
                .toList();
        if (networks.size() > MAX_NETWORKS) {
            fillKey();
        }
        code.load(Width.DOUBLE, R1, Machine.STACK, Machine.IPV6_HEADER + offset)
                .load(Width.DOUBLE, R2, Machine.STACK, Machine.IPV6_HEADER + offset + Long.BYTES);
        if (networks.size() > MAX_NETWORKS) {
            int key = Machine.ADDRESS_KEY + AddressMaps.ADDRESS_OFFSET;
            code.store(Width.DOUBLE, Machine.STACK, key, R1).store(Width.DOUBLE, Machine.STACK, key + Long.BYTES, R2);
            lookUp(ipv6, set, inside, outside);
            return;
        }
        code.toBigEndian(R1, HALF_BITS).toBigEndian(R2, HALF_BITS);
        for (Cidr network : networks) {
            writeNetwork(network, inside);
        }
        code.jump(outside);
    }

    private void writeNetwork(Cidr network, Label inside) {
        if (network.prefixLength() <= HALF_BITS) {
            compare(R1, network.high(), HALF_BITS - network.prefixLength(), inside);
            return;
        }
        Label next = code.label();
        code.moveWide(R4, network.high()).jumpIf(Condition.NOT_EQUAL, R1, R4, next);
        compare(R2, network.low(), IPV6_BITS - network.prefixLength(), inside);
        code.place(next);
    }

    private void compare(Register half, long number, int hostBits, Label equal) {
        code.move(R3, half);
        if (hostBits > 0) {
            code.compute(Operation.SHIFT_RIGHT, R3, hostBits);
        }
        code.moveWide(R4, number >>> hostBits).jumpIf(Condition.EQUAL, R3, R4, equal);
    }

    /** Cheaper than the barriers behind stores to where nothing was written. */
    private void fillKey() {
        draft.fill(Machine.ADDRESS_KEY, Machine.ADDRESS_KEY_BYTES);
    }

    /** The key's address is in place. */
    private void lookUp(AddressMaps maps, AddressSet set, Label inside, Label outside) {
        code.store(Width.WORD, Machine.STACK, Machine.ADDRESS_KEY, maps.keyBits())
                .store(Width.WORD, Machine.STACK, Machine.ADDRESS_KEY + AddressMaps.SET_OFFSET, maps.number(set))
                .move(R2, Machine.STACK)
                .compute(Operation.ADD, R2, Machine.ADDRESS_KEY)
                .loadMap(R1, maps.reference())
                .call(Helper.MAP_LOOKUP_ELEM)
                .jumpIf(Condition.NOT_EQUAL, R0, 0, inside)
                .jump(outside);
    }
}
