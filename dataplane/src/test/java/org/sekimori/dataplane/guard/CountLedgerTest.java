package org.sekimori.dataplane.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.policy.Direction;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.profile.Profile;

class CountLedgerTest {
    private static final int ENTRIES = 9;
    private static final int TRIES = 300;

    @TempDir
    Path folder;

    private final PolicyTable table = Profile.SHIPPED.table();

    private Path made() throws IOException {
        Path file = folder.resolve("wan_1");
        try (CountLedger ledger = CountLedger.create(file, table, Direction.OUTBOUND, ENTRIES)) {
            ledger.taken().putLong(3 * CountLedger.ENTRY_BYTES, 77);
        }
        return file;
    }

    @Test
    void shouldHaveInTheNextProcessWhatWasTaken() throws IOException {
        try (CountLedger ledger = CountLedger.open(made())) {
            assertThat(ledger.entries()).isEqualTo(ENTRIES);
            assertThat(ledger.direction()).isEqualTo(Direction.OUTBOUND);
            assertThat(ledger.table().policyName()).isEqualTo(table.policyName());
            assertThat(ledger.table().checksum()).isEqualTo(table.checksum());
            assertThat(ledger.taken().getLong(3 * CountLedger.ENTRY_BYTES)).isEqualTo(77);
            assertThat(ledger.taken().getLong(4 * CountLedger.ENTRY_BYTES)).isZero();
        }
    }

    @Test
    void shouldRefuseOneThatIsCutOff() throws IOException {
        Path file = made();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 61) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> CountLedger.open(file)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldRefuseOrOpenWhateverStandsInIt() throws IOException {
        Path file = made();
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(14);
        int refused = 0;
        for (int i = 0; i < TRIES; i++) {
            byte[] spoiled = whole.clone();
            spoiled[i < 24 ? i : random.nextInt(spoiled.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, spoiled);
            try (CountLedger opened = CountLedger.open(file)) {
                assertThat(opened.entries()).isEqualTo(ENTRIES);
            } catch (IOException said) {
                assertThat(said.getMessage()).isNotBlank();
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
