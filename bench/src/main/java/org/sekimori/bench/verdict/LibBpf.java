package org.sekimori.bench.verdict;

import com.sun.jna.Library;
import com.sun.jna.Pointer;

/** What is called of libbpf (1.0 or newer); names and meanings are its own. */
interface LibBpf extends Library {
    /** The file name of the library. */
    String FILE = "libbpf.so.1";

    Pointer libbpf_set_print(Pointer callback);

    Pointer bpf_object__open_file(String path, Pointer options);

    int bpf_object__load(Pointer object);

    void bpf_object__close(Pointer object);

    Pointer bpf_object__find_program_by_name(Pointer object, String name);

    int bpf_program__fd(Pointer program);

    int bpf_prog_test_run_opts(int program, Pointer options);
}
