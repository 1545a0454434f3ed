package org.sekimori.bench;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.sekimori.dataplane.ebpf.policy.Offload;
import org.sekimori.dataplane.ebpf.policy.PolicyProgram;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.profile.Profile;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;

/**
 * Time to make of a policy's text its image, of the image a table, and of the table a program for the kernel: what a
 * reload costs, off the hot path, so memory may be allocated. Loading the program into the kernel isn't part of it.
 *
 * <p>The baseline, {@link #yamlAlone}, only makes a tree of the same text.
 */
public class PolicyCompileBenchmark extends TimedBenchmark {
    /** Which policy. */
    @Param("SHIPPED")
    public Profile policy;

    private String text;
    private UnsafeBuffer image;
    private PolicyTable table;

    /** Prepares what each step begins with. */
    @Setup
    public void read() {
        text = policy.text();
        image = PolicyCompiler.compile(policy.policy());
        table = PolicyTable.over(image);
    }

    /** Read, check, lint, compile. */
    @Benchmark
    public UnsafeBuffer textToImage() {
        return PolicyCompiler.compile(policy.policy());
    }

    /** Copy, verify. */
    @Benchmark
    public PolicyTable imageToTable() {
        return PolicyTable.over(image);
    }

    /** Compile a second time. */
    @Benchmark
    public Offload tableToProgram() {
        return PolicyProgram.compile(table, Station.dropping(Hook.XDP));
    }

    /** Baseline: the text's tree. */
    @Benchmark
    public Object yamlAlone() {
        return new Compose(LoadSettings.builder().build()).composeString(text);
    }
}
