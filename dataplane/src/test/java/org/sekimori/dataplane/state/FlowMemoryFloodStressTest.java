package org.sekimori.dataplane.state;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@ParameterizedClass(name = "IPv{0}")
@ValueSource(ints = {4, 6})
class FlowMemoryFloodStressTest extends FlowFloods {
    private static final int TUPLES = 10_000_000;

    FlowMemoryFloodStressTest(int ipVersion) {
        super(ipVersion, TUPLES);
    }
}
