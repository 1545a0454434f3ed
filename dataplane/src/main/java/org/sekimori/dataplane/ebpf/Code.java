package org.sekimori.dataplane.ebpf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The instructions of a program in the making, and what of them is still open: jumps to labels, and maps by name. */
final class Code {
    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<Integer, Label> jumps = new HashMap<>();
    private final Map<Integer, MapReference> maps = new HashMap<>();

    int length() {
        return instructions.size();
    }

    void add(Instruction instruction) {
        instructions.add(instruction);
    }

    void addJump(Instruction instruction, Label label) {
        jumps.put(instructions.size(), label);
        add(instruction);
    }

    void addMap(Instruction instruction, MapReference map) {
        maps.put(instructions.size(), map);
        add(instruction);
    }

    EbpfProgram finish() {
        long[] words = new long[instructions.size()];
        for (int i = 0; i < words.length; i++) {
            Label target = jumps.get(i);
            Instruction instruction = instructions.get(i);
            words[i] = (target == null ? instruction : to(instruction, i, target)).encode();
        }
        return new EbpfProgram(words, maps);
    }

    /** A call's distance is its immediate, which has more bits. */
    private static Instruction to(Instruction instruction, int from, Label target) {
        boolean isCall = instruction.code() == (Opcode.CLASS_JUMP | Opcode.CALL);
        int distance = distance(from, target);
        if (isCall) {
            return instruction.withImmediate(distance);
        }
        if (Math.abs(distance) > Short.MAX_VALUE) {
            throw new IllegalStateException(
                    "The jump at " + from + " is too far: to " + target.position() + ", at most " + Short.MAX_VALUE);
        }
        return instruction.withOffset(distance);
    }

    private static int distance(int from, Label target) {
        if (!target.isPlaced()) {
            throw new IllegalStateException("The jump at " + from + " goes to a label that is not placed");
        }
        return target.position() - from - 1;
    }
}
