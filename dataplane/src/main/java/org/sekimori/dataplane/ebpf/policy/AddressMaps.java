package org.sekimori.dataplane.ebpf.policy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.MapType;
import org.sekimori.dataplane.ebpf.walk.ProgramTooLargeException;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;

/**
 * Address sets too large for code, of one IP version, in one trie: a set's number comes before its addresses.
 *
 * <pre>
 *  0                   4                   8
 *  +-------------------+-------------------+------------------------------
 *  | bits that count   | number of the set | address, 4 or 16 bytes, network order
 *  +-------------------+-------------------+------------------------------
 * </pre>
 */
final class AddressMaps {
    /** Networks of all sets together, for each IP version. */
    static final int MAX_NETWORKS = 262_144;

    static final int SET_OFFSET = 4;
    static final int ADDRESS_OFFSET = 8;

    private static final int VALUE_BYTES = 4;

    private final int ipVersion;
    private final Map<AddressSet, Integer> numbers = new LinkedHashMap<>();

    AddressMaps(int ipVersion) {
        this.ipVersion = ipVersion;
    }

    MapReference reference() {
        return new MapReference("addresses" + ipVersion);
    }

    /** The number of a set, which from now on is in the trie. */
    int number(AddressSet set) {
        return numbers.computeIfAbsent(set, any -> numbers.size());
    }

    /** Leading bits of a key that count where the whole address does. */
    int keyBits() {
        return Integer.SIZE + Cidr.addressBits(ipVersion);
    }

    /** The trie; nothing if no set is in it. */
    List<MapPlan> plans() {
        List<MapPlan.Entry> entries = new ArrayList<>();
        numbers.forEach((set, number) -> {
            for (Cidr network : set.networks()) {
                if (network.ipVersion() == ipVersion) {
                    entries.add(entry(number, network));
                }
            }
            checkSize(entries);
        });
        int keyBytes = SET_OFFSET + keyBits() / Byte.SIZE;
        return entries.isEmpty()
                ? List.of()
                : List.of(new MapPlan(reference(), MapType.LPM_TRIE, keyBytes, VALUE_BYTES, entries.size(), entries));
    }

    private void checkSize(List<MapPlan.Entry> entries) {
        if (entries.size() > MAX_NETWORKS) {
            throw new ProgramTooLargeException(
                    "its address sets have more than " + MAX_NETWORKS + " IPv" + ipVersion + " networks");
        }
    }

    private MapPlan.Entry entry(int number, Cidr network) {
        ByteBuffer key = ByteBuffer.allocate(SET_OFFSET + keyBits() / Byte.SIZE);
        key.order(ByteOrder.nativeOrder())
                .putInt(Integer.SIZE + network.prefixLength())
                .putInt(number)
                .order(ByteOrder.BIG_ENDIAN);
        if (ipVersion == Cidr.IPV4) {
            key.putInt((int) network.low());
        } else {
            key.putLong(network.high()).putLong(network.low());
        }
        return new MapPlan.Entry(key.array(), new byte[VALUE_BYTES]);
    }
}
