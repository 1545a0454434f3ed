package org.sekimori.control.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollingEventFileTest {
    private static final EventFileOptions SMALL = new EventFileOptions(4096, 3);

    @TempDir
    Path folder;

    @Test
    void shouldKeepTheYoungestEventsWithinItsBounds() throws IOException {
        Path file = folder.resolve("events.jsonl");
        List<String> written = new ArrayList<>();
        try (RollingEventFile events = new RollingEventFile(file, SMALL)) {
            for (int i = 0; i < 200; i++) {
                Event event = SampleEvents.drop(i);
                events.write(event);
                written.add(event.json());
            }
        }

        List<String> kept = new ArrayList<>();
        for (String name : List.of("events.jsonl.3", "events.jsonl.2", "events.jsonl.1", "events.jsonl")) {
            assertThat(Files.size(folder.resolve(name))).isLessThanOrEqualTo(SMALL.fileBytes());
            kept.addAll(Files.readAllLines(folder.resolve(name)));
        }
        assertThat(folder).isDirectoryContaining("glob:**events.jsonl*");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(4);
        }
        assertThat(kept).hasSizeGreaterThan(30).isEqualTo(written.subList(200 - kept.size(), 200));
    }

    @Test
    void shouldGoOnWhereItEndedAndTakeAwayHalfALine() throws IOException {
        Path file = folder.resolve("deeper").resolve("events.jsonl");
        try (RollingEventFile events = new RollingEventFile(file, SMALL)) {
            events.write(SampleEvents.drop(1));
        }
        Files.writeString(file, Files.readString(file) + "{\"time\":\"20");
        try (RollingEventFile events = new RollingEventFile(file, SMALL)) {
            events.write(SampleEvents.drop(2));
        }

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        SampleEvents.drop(1).json(), SampleEvents.drop(2).json());
    }

    @Test
    void shouldBeginAnewWhenTheFileIsMovedAway() throws IOException {
        Path file = folder.resolve("events.jsonl");
        Path moved = folder.resolve("events.jsonl-20261201");
        try (RollingEventFile events = new RollingEventFile(file, SMALL)) {
            events.write(SampleEvents.drop(1));
            Files.move(file, moved);
            events.write(SampleEvents.drop(2));

            assertThat(Files.readAllLines(moved))
                    .containsExactly(SampleEvents.drop(1).json());
            assertThat(Files.readAllLines(file))
                    .containsExactly(SampleEvents.drop(2).json());
        }
    }

    @Test
    void shouldMakeTheFileAnewThoughNothingHappens() throws IOException {
        Path file = folder.resolve("deeper").resolve("events.jsonl");
        try (RollingEventFile events = new RollingEventFile(file, SMALL)) {
            events.write(SampleEvents.drop(1));
            Files.delete(file);
            Files.delete(file.getParent());
            events.look();
            assertThat(file).isEmptyFile();

            Files.move(file, folder.resolve("moved"));
            Files.writeString(file, SampleEvents.drop(2).json() + "\n{half");
            events.look();
            events.write(SampleEvents.drop(3));
        }

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        SampleEvents.drop(2).json(), SampleEvents.drop(3).json());
    }

    @Test
    void shouldGoOnTurningAfterItWasMovedAway() throws IOException {
        Path file = folder.resolve("events.jsonl");
        try (RollingEventFile events = new RollingEventFile(file, SMALL)) {
            for (int i = 0; i < 100; i++) {
                events.write(SampleEvents.drop(i));
                events.look();
            }
            Files.delete(file);
            for (int i = 0; i < 100; i++) {
                events.write(SampleEvents.drop(i));
                events.look();
            }
        }
        assertThat(folder.resolve("events.jsonl.3")).isNotEmptyFile();
        assertThat(Files.size(file)).isLessThanOrEqualTo(SMALL.fileBytes());
    }

    @Test
    void shouldSayWhyItCannotWrite() throws IOException {
        Path file = Files.createDirectory(folder.resolve("events.jsonl"));
        try (RollingEventFile events = new RollingEventFile(file, SMALL)) {
            assertThatThrownBy(() -> events.write(SampleEvents.drop(1))).isInstanceOf(IOException.class);
            Files.delete(file);
            events.write(SampleEvents.drop(2));
        }

        assertThat(Files.readAllLines(file)).hasSize(1);
    }
}
