package org.sekimori.dataplane.ebpf;

import java.util.Locale;
import java.util.Map;

/** Writes a program as text, in llvm-objdump's notation; jumps have their target's position behind them. */
final class Listing {
    private static final Condition[] CONDITIONS = Condition.values();
    private static final Operation[] OPERATIONS = Operation.values();
    private static final Helper[] HELPERS = Helper.values();

    private final long[] words;
    private final Map<Integer, MapReference> maps;

    Listing(long[] words, Map<Integer, MapReference> maps) {
        this.words = words;
        this.maps = maps;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            Instruction instruction = Instruction.decode(words[i]);
            text.append(String.format("%5d: %s%n", i, line(i, instruction)));
            if (instruction.code() == Opcode.LOAD_WIDE) {
                i++;
            }
        }
        return text.toString();
    }

    private String line(int position, Instruction instruction) {
        return switch (instruction.code() & Opcode.CLASS) {
            case Opcode.CLASS_LOAD_IMMEDIATE -> wide(position, instruction);
            case Opcode.CLASS_LOAD ->
                register(instruction.destination()) + " = " + memory(instruction, instruction.source());
            case Opcode.CLASS_STORE_IMMEDIATE ->
                memory(instruction, instruction.destination()) + " = " + instruction.immediate();
            case Opcode.CLASS_STORE -> store(instruction);
            case Opcode.CLASS_ALU32 -> arithmetic(instruction, "w");
            case Opcode.CLASS_JUMP -> jump(position, instruction, "r");
            case Opcode.CLASS_JUMP32 -> jump(position, instruction, "w");
            default -> arithmetic(instruction, "r");
        };
    }

    private String wide(int position, Instruction instruction) {
        MapReference map = maps.get(position);
        if (map != null) {
            String what = instruction.source() == Opcode.PSEUDO_MAP_VALUE ? " = value of map " : " = map ";
            return register(instruction.destination()) + what + map.name();
        }
        long low = Integer.toUnsignedLong(instruction.immediate());
        long high = (long) Instruction.decode(words[position + 1]).immediate() << Integer.SIZE;
        return register(instruction.destination()) + " = " + (high | low) + " ll";
    }

    private static String store(Instruction instruction) {
        boolean atomic = (instruction.code() & Opcode.MODE) == Opcode.MODE_ATOMIC;
        String target = memory(instruction, instruction.destination());
        return (atomic ? "lock " : "") + target + (atomic ? " += " : " = ") + register(instruction.source());
    }

    private static String memory(Instruction instruction, int base) {
        int offset = instruction.offset();
        String sign = offset < 0 ? " - " : " + ";
        return "*(" + type(instruction) + " *)(" + register(base) + sign + Math.abs(offset) + ")";
    }

    private static String type(Instruction instruction) {
        for (Width width : Width.values()) {
            if (width.code() == (instruction.code() & Opcode.WIDTH)) {
                return "u" + width.bytes() * Byte.SIZE;
            }
        }
        throw new IllegalStateException("No width in code " + instruction.code());
    }

    private static String arithmetic(Instruction instruction, String prefix) {
        int operation = instruction.code() & Opcode.OPERATION;
        String destination = prefix + instruction.destination();
        return switch (operation) {
            case Opcode.NEGATE -> destination + " = -" + destination;
            case Opcode.MOVE -> destination + " = " + second(instruction, prefix);
            case Opcode.BYTE_ORDER -> byteOrder(instruction);
            default -> destination + " " + sign(operation) + " " + second(instruction, prefix);
        };
    }

    private static String byteOrder(Instruction instruction) {
        String register = register(instruction.destination());
        return register + " = be" + instruction.immediate() + " " + register;
    }

    private static String sign(int code) {
        for (Operation operation : OPERATIONS) {
            if (operation.code() == code) {
                return operation.sign();
            }
        }
        return "?=";
    }

    private static String jump(int position, Instruction instruction, String prefix) {
        int operation = instruction.code() & Opcode.OPERATION;
        return switch (operation) {
            case Opcode.ALWAYS -> target(position, instruction);
            case Opcode.CALL -> "call " + callee(position, instruction);
            case Opcode.EXIT -> "exit";
            default ->
                "if " + prefix + instruction.destination() + " " + condition(operation) + " "
                        + second(instruction, prefix) + " " + target(position, instruction);
        };
    }

    private static String target(int position, Instruction instruction) {
        int offset = instruction.offset();
        return "goto " + (offset < 0 ? "" : "+") + offset + " <" + (position + 1 + offset) + ">";
    }

    private static String callee(int position, Instruction instruction) {
        return instruction.source() == Opcode.PSEUDO_CALL
                ? "<" + (position + 1 + instruction.immediate()) + ">"
                : helper(instruction.immediate());
    }

    private static String condition(int code) {
        for (Condition condition : CONDITIONS) {
            if (condition.code() == code) {
                return condition.sign();
            }
        }
        return "?";
    }

    private static String helper(int code) {
        for (Helper helper : HELPERS) {
            if (helper.code() == code) {
                return helper.name().toLowerCase(Locale.ROOT);
            }
        }
        return String.valueOf(code);
    }

    private static String second(Instruction instruction, String prefix) {
        boolean isRegister = (instruction.code() & Opcode.REGISTER) != 0;
        return isRegister ? prefix + instruction.source() : String.valueOf(instruction.immediate());
    }

    private static String register(int number) {
        return "r" + number;
    }
}
