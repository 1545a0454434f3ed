package org.sekimori.dataplane.ebpf.policy;

import java.util.Optional;

/**
 * What compiling came to: a program, or why there is none, in a phrase for people.
 *
 * @param program empty where frames are judged in user space alone
 * @param refusal empty where there is a program
 */
public record Offload(Optional<PolicyProgram> program, String refusal) {
    static Offload of(PolicyProgram program) {
        return new Offload(Optional.of(program), "");
    }

    static Offload refused(String why) {
        return new Offload(Optional.empty(), why);
    }
}
