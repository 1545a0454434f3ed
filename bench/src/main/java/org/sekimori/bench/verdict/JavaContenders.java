package org.sekimori.bench.verdict;

import java.util.List;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapNativeException;
import org.sekimori.bench.FrameDecodeBenchmark;
import org.sekimori.bench.PolicyVerdictBenchmark;
import org.sekimori.bench.TrafficMix;

/** The JMH benchmarks' methods on one mix, with the same state they have there. */
final class JavaContenders implements AutoCloseable {
    private final PolicyVerdictBenchmark verdicts = new PolicyVerdictBenchmark();
    private final FrameDecodeBenchmark decoders = new FrameDecodeBenchmark();
    private final boolean isDropped;

    JavaContenders(TrafficMix mix) throws PcapNativeException, NotOpenException {
        verdicts.mix = mix;
        verdicts.build();
        decoders.mix = mix;
        decoders.build();
        isDropped = verdicts.decodeAndEvaluate() > 0;
    }

    /** What they all, and we, say of the frame. */
    boolean isDropped() {
        return isDropped;
    }

    List<Contender> all() {
        return List.of(
                of("java", verdicts::decodeAndEvaluate),
                of("java-empty", verdicts::frameAlone),
                of("java-decode", decoders::decode),
                of("naive", verdicts::naiveMatcher),
                of("libpcap", verdicts::libpcapFilter),
                of("libpcap-empty", verdicts::libpcapCallAlone),
                of("pcap4j", decoders::pcap4jParser));
    }

    private static Contender of(String name, Contender.Run run) {
        return Contender.of(name, TrafficMix.FRAME_COUNT, run);
    }

    @Override
    public void close() {
        verdicts.free();
    }
}
