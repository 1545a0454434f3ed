package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One box for an interface, whatever its folders and its names for the ports. */
final class InterfaceClaimIT {
    private TestNamespace here;
    private TestNamespace there;

    @BeforeEach
    void make() {
        here = TestNamespace.create("here");
        there = TestNamespace.create("there");
        TestNamespace.link(here, "port0", there, "port0");
        TestNamespace.link(here, "port1", there, "port1");
    }

    @AfterEach
    void remove() {
        there.close();
        here.close();
    }

    private static InterfaceClaim claim(String name) {
        NetworkDevice device = NetworkDevice.named(name);
        try {
            return InterfaceClaim.of(device);
        } catch (RuntimeException refused) {
            device.close();
            throw refused;
        }
    }

    private static <T> T in(TestNamespace namespace, Callable<T> action) {
        return namespace.call(action);
    }

    @Test
    void shouldRefuseASecondAndNameTheFirst() {
        String own = "process " + ProcessHandle.current().pid() + " (";
        try (InterfaceClaim first = in(here, () -> claim("port0"))) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> in(here, () -> claim("port0")))
                    .isInstanceOf(InterfaceClaimedException.class)
                    .hasMessageStartingWith(own);
        }
        in(here, () -> claim("port0")).close();
    }

    @Test
    void shouldKeepNobodyFromOtherInterfacesNorFromThoseOfOtherNamespaces() {
        try (InterfaceClaim first = in(here, () -> claim("port0"));
                InterfaceClaim beside = in(here, () -> claim("port1"));
                InterfaceClaim elsewhere = in(there, () -> claim("port0"))) {
            assertThat(List.of(first, beside, elsewhere)).hasSize(3);
        }
    }

    @Test
    void shouldNotMistakeSomebodyWhoOnlyListensForABox() throws Exception {
        Process listener = here.start(
                ProcessBuilder.Redirect.DISCARD,
                "perl",
                "-e",
                "socket(S, 17, 3, 768) or die; bind(S, pack('S n i x12', 17, 3, " + index() + ")) or die; sleep 60");
        while (listener.isAlive() && !here.exec("cat", "/proc/net/packet").contains(" 0003 ")) {
            Thread.onSpinWait();
        }
        assertThat(listener.isAlive()).isTrue();
        in(here, () -> claim("port0")).close();
    }

    private int index() {
        return in(here, () -> {
            try (NetworkDevice device = NetworkDevice.named("port0")) {
                return device.index();
            }
        });
    }

    @Test
    void shouldNeverGiveOneInterfaceToTwo() throws Exception {
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger granted = new AtomicInteger();
        Callable<Void> contender = () -> in(here, () -> {
            for (int i = 0; i < 20; i++) {
                try (InterfaceClaim claim = claim("port0")) {
                    assertThat(claim).isNotNull();
                    granted.incrementAndGet();
                    most.accumulateAndGet(holders.incrementAndGet(), Math::max);
                    Thread.yield();
                    holders.decrementAndGet();
                } catch (InterfaceClaimedException another) {
                    // so it ought to be
                }
            }
            return null;
        });
        ExecutorService pool = Executors.newFixedThreadPool(4);
        for (Future<Void> done :
                pool.invokeAll(IntStream.range(0, 4).mapToObj(i -> contender).toList())) {
            done.get();
        }
        pool.shutdown();
        assertThat(most.get()).isEqualTo(1);
        assertThat(granted.get()).isPositive();
    }

    @Test
    void shouldFollowAnInterfaceThatIsMadeAnew() {
        try (InterfaceClaim claim = in(here, () -> claim("port0"))) {
            here.exec("ip", "link", "del", "port0");
            TestNamespace.link(here, "port0", there, "port0");
            assertThat(in(here, claim::renew)).isTrue();
            assertThatThrownBy(() -> in(here, () -> claim("port0"))).isInstanceOf(InterfaceClaimedException.class);
        }
    }
}
