package org.sekimori.dataplane.pcap;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** Capture files one after the other, with one frame of look-ahead. A file that breaks is reported, and the next one begins. */
final class CaptureSequence implements AutoCloseable {
    private final Queue<CaptureInput> waiting;
    private final Consumer<CaptureException> onFault;
    private CaptureInput input;
    private CaptureFileReader reader;
    private ReplayFrame head;

    CaptureSequence(List<CaptureInput> inputs, Consumer<CaptureException> onFault) {
        this.waiting = new ArrayDeque<>(inputs);
        this.onFault = onFault;
    }

    /** The next frame, which stays next until it is taken; null when there is none any more. */
    ReplayFrame head() {
        while (head == null && (reader != null || openNext())) {
            head = read();
        }
        return head;
    }

    /** Goes on to the frame after the head. */
    void take() {
        head = null;
    }

    /** False when no file is left; true also when the next one could not be opened, so that the caller asks again. */
    private boolean openNext() {
        input = waiting.poll();
        if (input == null) {
            return false;
        }
        try {
            reader = CaptureFileReader.open(input.file());
        } catch (CaptureException fault) {
            onFault.accept(fault);
        }
        return true;
    }

    private ReplayFrame read() {
        if (reader == null) {
            return null;
        }
        try {
            CaptureFrame frame = reader.next();
            if (frame != null) {
                return new ReplayFrame(input, frame, input.rule().of(frame));
            }
        } catch (CaptureException fault) {
            onFault.accept(fault);
        }
        close();
        return null;
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
