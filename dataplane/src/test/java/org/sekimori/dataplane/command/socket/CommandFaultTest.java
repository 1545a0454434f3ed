package org.sekimori.dataplane.command.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.dataplane.command.BareBox;
import org.sekimori.dataplane.command.BoxUnreachableException;

/** A command at which the box fails costs its own connection, and not all commands to come. */
@Timeout(60)
class CommandFaultTest {
    @TempDir
    Path folder;

    static Stream<Supplier<Throwable>> faults() {
        return Stream.of(() -> new IllegalStateException("a fault"), () -> new StackOverflowError("a fault"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldServeTheNextCommand(Supplier<Throwable> fault) throws IOException {
        List<Throwable> told = Collections.synchronizedList(new ArrayList<>());
        FailingOnce box = new FailingOnce(fault.get());
        Path socket = folder.resolve("command.sock");
        Set<String> users = Set.of(Files.getOwner(folder).getName());
        CommandOptions options = new CommandOptions(socket, users, Optional.empty(), 1 << 20, Duration.ofSeconds(20));
        try (CommandServer server = CommandServer.open(options, box, told::add)) {
            assertThat(server).isNotNull();
            CommandClient client = new CommandClient(socket, Duration.ofSeconds(20));
            assertThatThrownBy(client::endWhatIf).isInstanceOf(BoxUnreachableException.class);
            client.endWhatIf();
            assertThat(box.calls).isEqualTo(2);
            assertThat(told).containsExactly(box.fault);
        }
    }

    /** Fails at the first command, and does nothing at those after it. */
    private static final class FailingOnce extends BareBox {
        private final Throwable fault;
        private volatile int calls;

        FailingOnce(Throwable fault) {
            this.fault = fault;
        }

        @Override
        public void endWhatIf() {
            calls++;
            if (calls == 1) {
                if (fault instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) fault;
            }
        }
    }
}
