package org.sekimori.dataplane.command;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.text.PolicyReader;
import org.sekimori.policy.text.PolicyReading;

/** Policy images to push. */
public final class Images {
    private Images() {}

    /** A policy of that name without rules, which lets everything pass. */
    public static byte[] open(String name) {
        return of("version: 1\nname: " + name + "\nrules: []\n");
    }

    /** A policy of that name which drops what comes in to UDP port 5000. */
    public static byte[] closed(String name) {
        return of("version: 1\nname: " + name
                + "\nrules:\n  - {name: gate, direction: inbound, protocol: udp, destination-ports: 5000}\n");
    }

    /** The policy of this text. */
    public static byte[] of(String text) {
        PolicyReading reading = PolicyReader.read("test", text);
        UnsafeBuffer image =
                PolicyCompiler.compile(reading.policy().orElseThrow(() -> new AssertionError(reading.findings())));
        byte[] bytes = new byte[image.capacity()];
        image.getBytes(0, bytes);
        return bytes;
    }

    /** A table over that image. */
    public static PolicyTable table(byte[] image) {
        return PolicyTable.over(new UnsafeBuffer(image));
    }
}
