package org.sekimori.dataplane.command.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.sekimori.dataplane.command.BoxLink;
import org.sekimori.dataplane.command.BoxUnreachableException;
import org.sekimori.dataplane.command.OneLine;
import org.sekimori.dataplane.command.PolicyReply;

/** A box in another process, spoken to by its socket; a connection for each call. For any thread. */
public final class CommandClient implements BoxLink {
    /** Time for a box to do what it is asked, its disk included. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path socket;
    private final Duration patience;

    /** Speaks to whatever box listens at that socket when something is asked of it. */
    public CommandClient(Path socket) {
        this(socket, PATIENCE);
    }

    CommandClient(Path socket, Duration patience) {
        this.socket = socket;
        this.patience = patience;
    }

    @Override
    public PolicyReply push(byte[] image, int confirmSeconds) {
        return change(Command.line(Verb.PUSH, image.length, confirmSeconds), image);
    }

    @Override
    public PolicyReply confirm() {
        return change(Command.line(Verb.CONFIRM), Command.NO_IMAGE);
    }

    @Override
    public PolicyReply revert() {
        return change(Command.line(Verb.REVERT), Command.NO_IMAGE);
    }

    @Override
    public void beginWhatIf(byte[] image, int seconds) {
        order(Command.line(Verb.BEGIN_WHAT_IF, image.length, seconds), image);
    }

    @Override
    public void endWhatIf() {
        order(Command.line(Verb.END_WHAT_IF), Command.NO_IMAGE);
    }

    @Override
    public void captureDrops(int seconds, int snapBytes) {
        order(Command.line(Verb.CAPTURE_DROPS, seconds, snapBytes), Command.NO_IMAGE);
    }

    private PolicyReply change(String line, byte[] image) {
        return understood(() -> Answer.policyReply(ask(line, image)));
    }

    private void order(String line, byte[] image) {
        understood(() -> {
            Answer.expectDone(ask(line, image));
            return null;
        });
    }

    private <T> T understood(Supplier<T> question) {
        try {
            return question.get();
        } catch (CommandFormatException strange) {
            throw unreachable(strange);
        }
    }

    private String ask(String line, byte[] image) {
        try (CommandCall call = new CommandCall(CommandSocket.connect(socket), patience)) {
            call.send(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), ByteBuffer.wrap(image));
            return call.answer();
        } catch (IOException problem) {
            throw unreachable(problem);
        }
    }

    private BoxUnreachableException unreachable(Exception problem) {
        return new BoxUnreachableException(
                "no box answers at " + socket + " (" + OneLine.of(problem) + "); is 'sekimori box' running?", problem);
    }

    @Override
    public void close() {}
}
