package org.sekimori.control.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.sets.SetFiles;

class PolicyIntakeTest {
    private static final PolicyText TEXT = new PolicyText(
            "p.yaml", "version: 1\nrules: [{name: a, direction: inbound, protocol: udp}]\n", SetFiles.NONE);

    /** Two of the largest policies at once are more than the heap holds. */
    @Test
    void shouldReadOnePolicyAtATime() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch rest = new CountDownLatch(1);
        PolicyIntake intake = new PolicyIntake(
                false,
                policy -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    begun.countDown();
                    await(rest);
                    now.decrementAndGet();
                    return List.of();
                },
                SetCopies.inMemory());
        CompletableFuture<Candidate> first = CompletableFuture.supplyAsync(() -> intake.read(TEXT));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Candidate> second = CompletableFuture.supplyAsync(() -> intake.read(TEXT));
        assertThatThrownBy(() -> second.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        rest.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).isUsable()).isTrue();
        assertThat(second.get(10, TimeUnit.SECONDS).isUsable()).isTrue();
        assertThat(most).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
