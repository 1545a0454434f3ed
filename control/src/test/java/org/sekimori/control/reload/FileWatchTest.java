package org.sekimori.control.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.reload.FileWatch.Change;

class FileWatchTest {
    @TempDir
    Path folder;

    private long nowNs;

    @Test
    void shouldNotWaitForEverForAListThatIsAppendedTo() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), "a");
        Path list = Files.writeString(folder.resolve("list"), "");
        FileWatch watch = new FileWatch(policy, () -> nowNs);
        watch.follow(Map.of(list, FileStamp.of(list)));
        Change change = Change.NONE;
        int looks = 0;
        while (change == Change.NONE && looks < 100) {
            Files.writeString(list, "192.0.2.1\n", StandardOpenOption.APPEND);
            change = watch.look();
            nowNs += TimeUnit.MILLISECONDS.toNanos(250);
            looks++;
        }
        assertThat(change).isEqualTo(Change.LISTS);
        assertThat(looks * 250L).isBetween(4_000L, 5_500L);
        watch.follow(Map.of(list, FileStamp.of(list)));
        assertThat(watch.look()).as("nothing more was written").isEqualTo(Change.NONE);
    }

    @Test
    void shouldTellThePolicyFileFromLists() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), "a");
        Path list = Files.writeString(folder.resolve("list"), "");
        FileWatch watch = new FileWatch(policy, () -> nowNs);
        watch.follow(Map.of(list, FileStamp.of(list)));
        Files.writeString(list, "changed");
        watch.look();
        assertThat(watch.look()).isEqualTo(Change.LISTS);
        Files.writeString(list, "changed again");
        Files.writeString(policy, "changed");
        watch.look();
        assertThat(watch.look()).isEqualTo(Change.POLICY);
        Files.delete(policy);
        watch.look();
        assertThat(watch.look()).as("it is gone").isEqualTo(Change.POLICY);
        assertThat(watch.look()).as("told once").isEqualTo(Change.NONE);
    }
}
