package org.sekimori.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.event.RingPosition;

class ReadingPlaceFileTest {
    private static final ReadingPlace PLACE = new ReadingPlace(
            -7, new ReadingPlace.Told(1, true, 5, 3, 4), List.of(new RingPosition(8, 1), new RingPosition(64, 2)));

    @TempDir
    Path folder;

    @Test
    void shouldKeepThePlaceForTheNextProcess() throws IOException {
        Path file = folder.resolve("deeper").resolve("place");
        ReadingPlaceFile kept = new ReadingPlaceFile(file);
        assertThat(kept.load()).isEqualTo(ReadingPlace.NONE);
        kept.save(PLACE);
        assertThat(new ReadingPlaceFile(file).load()).isEqualTo(PLACE);

        ReadingPlace shorter = new ReadingPlace(8, PLACE.told(), List.of());
        kept.save(shorter);
        assertThat(new ReadingPlaceFile(file).load()).isEqualTo(shorter);
    }

    @Test
    void shouldTakeNothingFromADamagedFile() throws IOException {
        Path file = folder.resolve("place");
        new ReadingPlaceFile(file).save(PLACE);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(new ReadingPlaceFile(file).load()).isEqualTo(ReadingPlace.NONE);
        }
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x11;
            Files.write(file, damaged);
            assertThat(new ReadingPlaceFile(file).load()).isEqualTo(ReadingPlace.NONE);
        }
    }
}
