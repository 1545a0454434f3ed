package org.sekimori.dataplane.linux;

import org.junit.jupiter.api.Assumptions;

/** Skips tests of programs where the user or the kernel can't run them. */
public final class TestKernel {
    private TestKernel() {}

    /** Skips the test where programs can't be attached there. */
    public static void needs(AttachPoint point) {
        Assumptions.assumeTrue(TestNamespace.isRoot(), "needs root, to load programs");
        EbpfSupport.obstacle(point).ifPresent(reason -> Assumptions.abort("kernel: " + reason));
    }
}
