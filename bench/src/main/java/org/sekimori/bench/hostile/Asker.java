package org.sekimori.bench.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.sekimori.control.client.ApiAnswer;
import org.sekimori.control.client.ApiClient;
import org.sekimori.control.client.ApiException;

/**
 * {@code Asker SOCKET POLICY SECONDS}: what an operator does meanwhile. Pushes the policy to be confirmed, says {@code ready} and
 * awaits a line; then, for so many seconds and ten times at least, asks for the status and confirms, each in a thread of its own, as the
 * commands {@code status} and {@code policy confirm} do (without the start of their JVM), and pushes anew what was confirmed.
 */
public final class Asker {
    private static final int LEAST = 10;
    private static final long PAUSE_MS = 250;
    private static final int WARM_UP = 20;
    private static final int CONFIRM_SECONDS = 600;
    private static final byte[] NOTHING = new byte[0];

    private final ApiClient client;
    private final String policy;
    private final AtomicInteger round = new AtomicInteger();
    private volatile boolean isPending;
    private volatile boolean isOver;

    private Asker(Path socket, String policy) {
        client = new ApiClient(socket);
        this.policy = policy;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Asker asker = new Asker(Path.of(arguments[0]), Files.readString(Path.of(arguments[1])));
        asker.begin();
        System.out.println("ready");
        if (System.in.read() >= 0) {
            System.out.println(asker.run(Integer.parseInt(arguments[2])));
        }
        // a push that waits behind the attack's is nobody's any more
        System.exit(0);
    }

    private void begin() {
        for (int i = 0; i < WARM_UP; i++) {
            client.get("/api/v1/status");
        }
        push();
        confirm();
        push();
        if (!isPending) {
            throw new IllegalStateException("the scenario's policy wasn't put in force");
        }
    }

    private String run(int seconds) throws InterruptedException {
        Times status = new Times();
        Times confirm = new Times();
        long endNs = System.nanoTime() + seconds * 1_000_000_000L;
        Thread first = every(endNs, status, this::status);
        Thread second = every(endNs, confirm, this::confirm);
        Thread pusher = new Thread(this::pushOn, "push");
        pusher.setDaemon(true);
        pusher.start();
        first.join();
        second.join();
        isOver = true;
        return status.fields("status") + " " + confirm.fields("confirm") + " confirmed=" + confirmed + " pushes="
                + round;
    }

    private int confirmed;

    private static Thread every(long endNs, Times times, Call call) {
        Thread thread = new Thread(() -> {
            while (System.nanoTime() < endNs || times.count() < LEAST) {
                long beganNs = System.nanoTime();
                times.add(isDone(call), System.nanoTime() - beganNs);
                pause();
            }
        });
        thread.start();
        return thread;
    }

    private static boolean isDone(Call call) {
        try {
            return call.isAnswered();
        } catch (ApiException broken) {
            System.err.println(broken.getMessage());
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks twice, as the command does: whether all is well, and what to print. */
    private boolean status() {
        return client.get("/api/v1/status").isSuccess()
                && client.get("/api/v1/status?as=text").isSuccess();
    }

    /** Confirmed, or told that there is nothing to confirm: an answer either way. */
    private boolean confirm() {
        ApiAnswer answer = client.call("POST", "/api/v1/policy/confirm", NOTHING);
        if (answer.status() == 200) {
            confirmed++;
            isPending = false;
        }
        return answer.status() == 200 || answer.status() == 409;
    }

    private void pushOn() {
        while (!isOver) {
            if (!isPending) {
                isDone(this::push);
            }
            pause();
        }
    }

    /** Puts the policy in force by another name, so that it is another one. */
    private boolean push() {
        String text = policy.replaceFirst("(?m)^name: .*$", "name: asked-" + round.incrementAndGet());
        ApiAnswer answer =
                client.call("PUT", "/api/v1/policy?confirm=" + CONFIRM_SECONDS, text.getBytes(StandardCharsets.UTF_8));
        isPending = answer.isSuccess();
        if (!isPending) {
            System.err.println("push: " + answer.status() + " " + answer.text());
        }
        return isPending;
    }

    @FunctionalInterface
    private interface Call {
        boolean isAnswered();
    }

    /** How long answers took. Belongs to one thread, and then to who has joined it. */
    private static final class Times {
        private final List<Long> answeredNs = Collections.synchronizedList(new ArrayList<>());
        private int asked;

        void add(boolean isAnswered, long tookNs) {
            asked++;
            if (isAnswered) {
                answeredNs.add(tookNs);
            }
        }

        int count() {
            return asked;
        }

        String fields(String name) {
            List<Long> sorted = answeredNs.stream().sorted().toList();
            return "%s_asked=%d %s_answered=%d %s_p50_ms=%.1f %s_max_ms=%.1f"
                    .formatted(name, asked, name, sorted.size(), name, at(sorted, 0.5), name, at(sorted, 1));
        }

        private static double at(List<Long> sorted, double share) {
            return sorted.isEmpty() ? -1 : sorted.get((int) ((sorted.size() - 1) * share)) / 1e6;
        }
    }
}
