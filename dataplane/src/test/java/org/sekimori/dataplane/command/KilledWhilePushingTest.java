package org.sekimori.dataplane.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.counters.BoxCounters;

/** A process that is killed at any moment while it keeps one policy after the other leaves a whole one for the next start. */
@Tag("long")
class KilledWhilePushingTest {
    private static final int MAX_BYTES = 1 << 20;
    private static final long SEED = 14;
    private static final long LONGEST_LIFE_NS = TimeUnit.MILLISECONDS.toNanos(60);

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);

    @Test
    void shouldLeaveAWholePolicy() throws Exception {
        kill(4);
    }

    @Tag("slow")
    @Test
    void shouldLeaveAWholePolicyFiftyTimes() throws Exception {
        kill(50);
    }

    private void kill(int times) throws Exception {
        Path file = folder.resolve("last-good.image");
        for (int i = 0; i < times; i++) {
            Process child = start(file);
            assertThat(child.getInputStream().read()).isEqualTo('k');
            LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_LIFE_NS));
            child.destroyForcibly().waitFor();
            StartPolicy found = StartPolicy.of(new LastGood(file, MAX_BYTES));
            assertThat(found.remark()).isEmpty();
            assertThat(found.origin()).isEqualTo(StartPolicy.LAST_GOOD);
            assertThat(found.table().policyName()).isIn("open", "closed");
        }
    }

    private static Process start(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens",
                        "java.base/jdk.internal.misc=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Pushes two policies in turn, and says a letter once the first is kept. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            LastGood lastGood = new LastGood(Path.of(arguments[0]), MAX_BYTES);
            StartPolicy start = StartPolicy.of(lastGood);
            PolicySource policies = new PolicySource(start.table(), new BoxCounters("wan", "lan", 1));
            PolicyKeeper keeper = new PolicyKeeper(policies, start, Optional.of(lastGood), PolicyListener.NONE);
            byte[] open = Images.open("open");
            byte[] closed = Images.closed("closed");
            keeper.push(open, 0);
            System.out.print('k');
            System.out.flush();
            for (int i = 0; i < Integer.MAX_VALUE; i++) {
                keeper.push(i % 2 == 0 ? closed : open, 0);
            }
        }
    }
}
