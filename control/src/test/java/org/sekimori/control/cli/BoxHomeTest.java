package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.boxfile.BoxState;
import org.sekimori.dataplane.command.BoxPaths;

class BoxHomeTest {
    private static final BoxFileShape SHAPE = BoxFileShape.of(1);

    @TempDir
    Path folder;

    private BoxPaths paths;

    @BeforeEach
    void makeFolders() throws IOException {
        paths = new BoxPaths(folder.resolve("run"), folder.resolve("state"));
        Files.createDirectories(paths.boxRun());
    }

    private BoxHome enter() {
        return BoxHome.enter(paths, Optional.empty(), SHAPE, new PrintWriter(Writer.nullWriter()));
    }

    @Test
    void shouldFollowNobodyAtFirst() {
        try (BoxHome home = enter()) {
            assertThat(home.followsDeath()).isFalse();
        }
    }

    @Test
    void shouldFollowNoDeathAfterABoxThatEnded() {
        enter().close();
        try (BoxHome home = enter()) {
            assertThat(home.followsDeath()).isFalse();
        }
    }

    @Test
    void shouldTellThatTheBoxBeforeWasKilled() {
        BoxFile killed = BoxFile.create(paths.boxState(), SHAPE);
        killed.header().state(BoxState.FILTERING);
        try (BoxHome home = enter()) {
            assertThat(home.followsDeath()).isTrue();
        }
    }

    @Test
    void shouldTellThatTheBoxBeforeGaveUpItsWait() {
        BoxFile given = BoxFile.create(paths.boxState(), SHAPE);
        given.header().heartbeat(System.nanoTime());
        given.header().state(BoxState.WAITING);
        given.header().fail("waiting for interface 'eth9'");
        given.close();
        try (BoxHome home = enter()) {
            assertThat(home.followsWait()).isTrue();
            assertThat(home.followsDeath()).isFalse();
        }
        try (BoxHome next = enter()) {
            assertThat(next.followsWait()).isFalse();
        }
    }
}
