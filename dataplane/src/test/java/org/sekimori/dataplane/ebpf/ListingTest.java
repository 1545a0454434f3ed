package org.sekimori.dataplane.ebpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListingTest {
    @Test
    void shouldReadAsObjectDumpsDo() {
        List<String> lines = EveryInstruction.program()
                .listing()
                .lines()
                .map(line -> ObjectDump.withoutTarget(line.substring(line.indexOf(':') + 2)))
                .toList();

        List<String> wanted = ObjectDump.of("/ebpf/instructions.txt").lines();
        assertThat(lines.subList(0, wanted.size() - 2)).isEqualTo(wanted.subList(0, wanted.size() - 2));
        assertThat(lines).endsWith("call map_lookup_elem", "exit");
    }

    @Test
    void shouldNameMapsAndTargets() {
        Assembler assembler = new Assembler();
        Label miss = assembler.label();
        EbpfProgram program = assembler
                .loadMap(Register.R1, new MapReference("rules"))
                .call(Helper.MAP_LOOKUP_ELEM)
                .jumpIf(Condition.EQUAL, Register.R0, 0, miss)
                .store(Width.WORD, Register.R10, -4, 1)
                .place(miss)
                .loadMapValue(Register.R3, new MapReference("grant"))
                .exit()
                .assemble();

        assertThat(program.listing().lines())
                .containsExactly(
                        "    0: r1 = map rules",
                        "    2: call map_lookup_elem",
                        "    3: if r0 == 0 goto +1 <5>",
                        "    4: *(u32 *)(r10 - 4) = 1",
                        "    5: r3 = value of map grant",
                        "    7: exit");
    }
}
