package org.sekimori.dataplane.state;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "IPv{0}")
@ValueSource(ints = {4, 6})
@Tag("long")
class OtherFloodTest extends OtherFloods {
    private static final int PACKETS = 1_000_000;

    OtherFloodTest(int ipVersion) {
        super(ipVersion, PACKETS);
    }
}
