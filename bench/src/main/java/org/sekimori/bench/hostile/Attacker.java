package org.sekimori.bench.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sekimori.bench.hostile.Attack.Plan;

/**
 * {@code Attacker NAME...}: deals the attacks until SIGTERM, then says in a line what came of them. Its user decides
 * what it may do; it runs on the JDK and on the program's own jar.
 */
public final class Attacker {
    private static final long TELL_WITHIN_MS = 500;

    private Attacker() {}

    private static Map<String, Plan> plans() {
        Map<String, Plan> plans = new TreeMap<>();
        plans.putAll(LocalAttacks.plans());
        plans.putAll(PolicyAttacks.plans());
        plans.putAll(CrowdAttacks.plans());
        plans.putAll(StrangerAttacks.plans());
        return plans;
    }

    public static void main(String[] names) {
        Map<String, Plan> plans = plans();
        Target target = Target.ofEnvironment();
        Tally tally = new Tally();
        List<Thread> threads = new ArrayList<>();
        for (String name : names) {
            Plan plan = plans.get(name);
            if (plan == null) {
                throw new IllegalArgumentException("'" + name + "' is none of " + plans.keySet());
            }
            for (int i = 0; i < plan.threads(); i++) {
                threads.add(new Thread(() -> deal(plan, target, tally), name));
            }
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(tally)));
        threads.forEach(Thread::start);
        System.out.println("ready");
    }

    private static void deal(Plan plan, Target target, Tally tally) {
        try {
            while (true) {
                try {
                    plan.attack().deal(target, tally);
                } catch (IOException | RuntimeException warded) {
                    tally.count(warded.getClass().getSimpleName());
                    Thread.sleep(TELL_WITHIN_MS / 10);
                }
                Thread.sleep(plan.pauseMs());
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
