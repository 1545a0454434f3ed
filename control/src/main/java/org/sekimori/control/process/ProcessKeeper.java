package org.sekimori.control.process;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Keeps several processes running, each by itself. One thread's own, but for {@link #hangUp}. */
public final class ProcessKeeper {
    private static final int STOP_SECONDS = 20;

    private final List<KeptProcess> processes;
    private final int hopelessStatus;
    private final Consumer<String> log;

    private ProcessKeeper(List<KeptProcess> processes, int hopelessStatus, Consumer<String> log) {
        this.processes = processes;
        this.hopelessStatus = hopelessStatus;
        this.log = log;
    }

    /** A process to be kept: what it is called, and its command line, asked for at each start. */
    public record Plan(String name, Supplier<List<String>> words) {
        /** One whose command line is always the same. */
        public Plan(String name, List<String> words) {
            this(name, () -> words);
        }
    }

    /**
     * Starts them all.
     *
     * @param hopelessStatus exit status of a process that can't do with the options it was given
     * @throws IOException where one can't even be started
     */
    public static ProcessKeeper start(List<Plan> plans, int hopelessStatus, Consumer<String> log) throws IOException {
        List<KeptProcess> processes = plans.stream()
                .map(plan -> new KeptProcess(plan.name(), plan.words()))
                .toList();
        ProcessKeeper keeper = new ProcessKeeper(processes, hopelessStatus, log);
        for (KeptProcess process : processes) {
            process.start(System.nanoTime());
        }
        return keeper;
    }

    /**
     * Starts what has ended, when it is time to.
     *
     * @return the status with which to give up, where a process refused its options before it was ever up
     */
    public OptionalInt look() {
        long nowNs = System.nanoTime();
        for (KeptProcess process : processes) {
            process.look(nowNs);
            if (process.hasEnded()) {
                int status = process.status();
                if (status == hopelessStatus && !process.wasUp()) {
                    return OptionalInt.of(status);
                }
                long waitMs = TimeUnit.NANOSECONDS.toMillis(process.postpone(nowNs));
                log.accept(
                        process.name() + " ended with status " + status + "; starting it again in " + waitMs + " ms");
            } else if (process.isDue(nowNs)) {
                restart(process, nowNs);
            }
        }
        return OptionalInt.empty();
    }

    private void restart(KeptProcess process, long nowNs) {
        try {
            process.start(nowNs);
        } catch (IOException problem) {
            process.postpone(nowNs);
            log.accept(process.name() + " can't be started: " + problem.getMessage());
        }
    }

    /** Passes SIGHUP on to the process of that name, if it runs. */
    public void hangUp(String name) {
        for (KeptProcess process : processes) {
            if (process.name().equals(name) && process.isAlive()) {
                signal(process);
            }
        }
    }

    private void signal(KeptProcess process) {
        try {
            ProcessSignal.send("HUP", process.pid());
        } catch (IOException problem) {
            log.accept("SIGHUP can't be passed on to " + process.name() + ": " + problem.getMessage());
        }
    }

    /** Ends them all, and returns the first one's exit status. */
    public int stop() throws InterruptedException {
        processes.forEach(KeptProcess::terminate);
        int first = 0;
        for (int i = 0; i < processes.size(); i++) {
            int status = processes.get(i).awaitEnd(STOP_SECONDS);
            first = i == 0 ? status : first;
        }
        return first;
    }
}
