package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.dataplane.ebpf.MapType;

/** What other tests skip for is missing from old kernels only, and named. */
class EbpfSupportIT {
    @BeforeEach
    void needsXdp() {
        TestKernel.needs(AttachPoint.XDP);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindNoObstacleForMaps(MapType type) {
        assertThat(EbpfSupport.obstacle(type)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameTheObstacleForPrograms(AttachPoint point) {
        assertThat(EbpfSupport.obstacle(point).orElse("bpf")).startsWith("bpf");
        TestKernel.needs(point);
        assertThat(EbpfSupport.obstacle(point)).isEmpty();
    }
}
