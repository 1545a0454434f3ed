package org.sekimori.control.lab.attack;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.sekimori.control.lab.net.LabFaultException;
import org.sekimori.control.lab.net.Namespace;
import org.sekimori.control.lab.net.ProgramProcess;
import org.sekimori.control.lab.net.Undo;
import org.sekimori.control.lab.net.Workspace;
import org.sekimori.control.process.SelfCommand;

/** Remote control of the {@link AttackSender} in the WAN's namespace. Orders may be given while others are under way. */
public final class Attacker {
    private static final int START_PATIENCE_S = 20;
    private static final int EXTRA_PATIENCE_MS = 15_000;

    private final Map<Integer, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private BufferedWriter orders;

    /** Starts the sender and waits until it listens. */
    public void start(Undo undo, Namespace wan, Workspace workspace) {
        ProgramProcess process =
                new ProgramProcess("attack sender", workspace.folder("attacker").resolve("log"));
        process.start(
                undo,
                ProgramProcess.builder(wan, SelfCommand.small("lab", "attacker"))
                        .redirectError(process.log().toFile()));
        orders = process.process().outputWriter();
        BufferedReader answers = process.process().inputReader();
        Thread reader = new Thread(() -> read(answers), "attack answers");
        reader.setDaemon(true);
        reader.start();
        try {
            ready.get(START_PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException problem) {
            throw new LabFaultException("the attack sender did not start: " + process.lastWords(), problem);
        } catch (InterruptedException problem) {
            throw interrupted(problem);
        }
    }

    /** Gives an order, whose number is set here; the answer comes when it is carried out. */
    public CompletableFuture<Answer> send(Order order) {
        Order numbered = order.numbered(lastId.incrementAndGet());
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        waiting.put(numbered.id(), answer);
        try {
            synchronized (this) {
                orders.write(numbered.line());
                orders.newLine();
                orders.flush();
            }
        } catch (IOException problem) {
            throw new LabFaultException("the attack sender is gone: " + problem.getMessage(), problem);
        }
        return answer.orTimeout(order.patienceMs() + EXTRA_PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** Waits for an answer. */
    public static Answer await(CompletableFuture<Answer> answer) {
        try {
            return answer.get();
        } catch (ExecutionException problem) {
            throw new LabFaultException("an attack could not be played: " + problem.getCause(), problem);
        } catch (InterruptedException problem) {
            throw interrupted(problem);
        }
    }

    private void read(BufferedReader answers) {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                take(line);
            }
        } catch (UncheckedIOException | IOException problem) {
            ready.completeExceptionally(problem);
        }
        IOException end = new IOException("the attack sender has ended");
        ready.completeExceptionally(end);
        waiting.values().forEach(answer -> answer.completeExceptionally(end));
    }

    private void take(String line) {
        if (line.equals(AttackSender.READY)) {
            ready.complete(null);
        } else if (line.startsWith(AttackSender.FAULT)) {
            int id = Integer.parseInt(line.split(" ")[1]);
            waiting.remove(id).completeExceptionally(new IOException(line));
        } else {
            Answer answer = Answer.parse(line);
            waiting.remove(answer.id()).complete(answer);
        }
    }

    private static LabFaultException interrupted(InterruptedException problem) {
        Thread.currentThread().interrupt();
        return new LabFaultException("interrupted", problem);
    }
}
