package org.sekimori.dataplane.boxfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.RuleNames;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;

/** {@code /run} is memory, and can be full: a box must be told so by a call, not by a signal. */
class FullFileSystemIT {
    private static final BoxFileShape SHAPE = new BoxFileShape(2, 1 << 15);

    @TempDir
    private Path folder;

    private boolean isMounted;

    @AfterEach
    void unmount() throws Exception {
        if (isMounted) {
            // mappings outlive the test
            run("umount", "--lazy", folder.toString());
        }
    }

    @Test
    void shouldRefuseToMakeAFileThereIsNoRoomFor() throws Exception {
        mount("64k");

        assertThatThrownBy(() -> BoxFile.create(folder.resolve("state"), SHAPE))
                .isInstanceOf(BoxFileException.class)
                .hasMessageContaining("No space left");
    }

    @Test
    void shouldRefuseRulesThereIsNoRoomForAndCountThoseItHas() throws Exception {
        mount("1m");
        try (BoxFile file = BoxFile.create(folder.resolve("state"), SHAPE)) {
            BoxCounters counters = file.counters("wan0", "lan0");

            int named = nameUntilFull(counters);

            assertThat(named).isBetween(64, RuleNames.MAX_RULES / 2).isEqualTo(named / 64 * 64);
            for (int rule = 0; rule < named; rule++) {
                counters.worker(rule % 2).countRule(rule, true, 60);
            }
            BoxCounters seen = BoxFileReader.open(folder.resolve("state")).counters();
            assertThat(seen.ruleNames()).hasSize(named);
            assertThat(seen.ruleBytes(named - 1, Kind.DROPPED)).isEqualTo(60);
        }
    }

    private static int nameUntilFull(BoxCounters counters) {
        for (int rule = 0; rule < RuleNames.MAX_RULES; rule++) {
            try {
                counters.ruleCounter("rule-" + rule);
            } catch (IllegalStateException full) {
                assertThat(full).hasMessageContaining("no room for more rules");
                return rule;
            }
        }
        return RuleNames.MAX_RULES;
    }

    private void mount(String size) throws Exception {
        isMounted = run("mount", "-t", "tmpfs", "-o", "size=" + size, "sekimori-test", folder.toString());
        assumeTrue(isMounted, "needs the right to mount a file system");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean isDone = process.waitFor() == 0;
        if (!isDone) {
            System.out.println(String.join(" ", command) + ": " + said);
        }
        return isDone;
    }
}
