package org.sekimori.dataplane.port;

import java.nio.file.Path;
import java.util.List;
import org.sekimori.dataplane.counters.PortCounters;

/** Live ports for tests, which keep what they found of interfaces where temporary files lie. */
public final class TestPorts {
    private static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));

    private TestPorts() {}

    public static AfPacketPort open(String interfaceName, int slotCount, PortCounters counters) {
        return open(interfaceName, slotCount, List.of(counters));
    }

    public static AfPacketPort open(String interfaceName, int slotCount, List<PortCounters> counters) {
        return AfPacketPort.open(InterfaceCheck.claim(interfaceName), FOLDER, slotCount, counters);
    }
}
