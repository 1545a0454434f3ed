package org.sekimori.control.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy file that ends the process which reads it, time and again. */
class DeadlyPolicyFileTest {
    @TempDir
    Path parent;

    private PolicyFolder folder;
    private Path mark;

    @BeforeEach
    void start() throws IOException {
        folder = new PolicyFolder(parent);
        mark = parent.resolve("reading");
        Files.writeString(folder.file, PolicyFolder.policy("deadly", ""));
    }

    /** As a process leaves it that ends in the middle of a reading. */
    private void die() {
        ReadingMark.in(mark, line -> {}).begin(folder.file);
    }

    @Test
    void shouldReadAFileAgainAfterOneReadingThatNeverEnded() throws IOException {
        die();
        folder.start();
        assertThat(folder.box.policyName()).isEqualTo("deadly");
        assertThat(mark).doesNotExist();
    }

    @Test
    void shouldNotReadAFileWhoseReadingNeverEndedTwice() throws IOException {
        die();
        die();
        folder.start();
        assertThat(folder.box.policyName()).isEqualTo("office");
        assertThat(folder.said)
                .anyMatch(line -> line.startsWith(folder.file + ": error: reading this file ended the control process 2"
                        + " times, so it isn't read again until it changes"))
                .anyMatch(line -> line.equals("policy not reloaded (start): epoch 2 stays in force"));
        folder.start();
        assertThat(folder.box.policyName()).as("nor at the start after that").isEqualTo("office");
    }

    @Test
    void shouldReadItOnceItHasChanged() throws IOException {
        die();
        die();
        folder.start();
        Files.writeString(folder.file, PolicyFolder.policy("mended", ""));
        folder.look();
        assertThat(folder.box.policyName()).isEqualTo("mended");
        assertThat(mark).doesNotExist();
    }

    @Test
    void shouldReadItWhenSomebodyAsks() throws IOException {
        die();
        die();
        folder.start();
        folder.hangUp();
        assertThat(folder.box.policyName()).isEqualTo("deadly");
    }

    @Test
    void shouldReadAnotherFileThatHasTheSameName() throws IOException {
        die();
        die();
        Files.writeString(folder.file, PolicyFolder.policy("mended", ""));
        folder.start();
        assertThat(folder.box.policyName()).isEqualTo("mended");
    }
}
