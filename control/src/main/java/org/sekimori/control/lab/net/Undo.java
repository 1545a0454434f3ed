package org.sekimori.control.lab.net;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must be taken back, newest first. Making a thing and noting how to undo it is one step here, under one lock: a Ctrl-C between the
 * two leaves nothing behind, and nothing new is made once undoing has begun.
 */
public final class Undo implements AutoCloseable {
    /** A step that may fail. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    private final Deque<Step> steps = new ArrayDeque<>();
    private boolean closed;

    /** Runs {@code make}; {@code undo} will run on close even when {@code make} fails half-way. */
    public synchronized void make(Step make, Step undo) {
        if (closed) {
            throw new LabFaultException("the lab is being taken down");
        }
        steps.push(undo);
        run(make);
    }

    /** Forgets all steps, so that closing leaves everything as it is. */
    public synchronized void keep() {
        steps.clear();
        closed = true;
    }

    /** Undoes everything; a second call does nothing. A step that fails does not keep the others from running. */
    @Override
    public synchronized void close() {
        closed = true;
        RuntimeException first = null;
        while (!steps.isEmpty()) {
            try {
                run(steps.pop());
            } catch (RuntimeException problem) {
                first = first == null ? problem : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (RuntimeException problem) {
            throw problem;
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
            throw new LabFaultException("interrupted", problem);
        } catch (Exception problem) {
            throw new LabFaultException(problem.toString(), problem);
        }
    }
}
