package org.sekimori.dataplane.ebpf;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A finished program whose maps still have names; safe to share. */
public final class EbpfProgram {
    private final long[] instructions;
    private final Map<Integer, MapReference> mapsByInstruction;

    EbpfProgram(long[] instructions, Map<Integer, MapReference> mapsByInstruction) {
        this.instructions = instructions.clone();
        this.mapsByInstruction = new TreeMap<>(mapsByInstruction);
    }

    /** How many slots of 8 bytes it has. */
    public int length() {
        return instructions.length;
    }

    /** The slots, with 0 where a map's descriptor belongs. */
    public long[] instructions() {
        return instructions.clone();
    }

    /** The maps it refers to, in the order it does so first. */
    public Set<MapReference> maps() {
        return new LinkedHashSet<>(mapsByInstruction.values());
    }

    /**
     * The slots with the maps' descriptors put in: what the kernel loads.
     *
     * @param descriptors of each map by its name; may have more than are needed
     * @throws IllegalArgumentException where a map has none
     */
    public long[] withMaps(Map<MapReference, Integer> descriptors) {
        long[] words = instructions.clone();
        for (Map.Entry<Integer, MapReference> use : mapsByInstruction.entrySet()) {
            Integer descriptor = descriptors.get(use.getValue());
            if (descriptor == null) {
                throw new IllegalArgumentException(
                        "No descriptor for map " + use.getValue().name());
            }
            int position = use.getKey();
            words[position] = Instruction.decode(words[position])
                    .withImmediate(descriptor)
                    .encode();
        }
        return words;
    }

    /** One line an instruction, with its position, for people who look for a fault; as llvm-objdump writes them. */
    public String listing() {
        return new Listing(instructions, mapsByInstruction).text();
    }
}
