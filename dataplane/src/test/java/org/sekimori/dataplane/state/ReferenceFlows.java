package org.sekimori.dataplane.state;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What {@link FlowMemory} does, done slowly and plainly: every flow in one map, and every question a walk through all of
 * them. Knows only UDP flows; phases and their times are those of {@link FlowPhase}.
 */
final class ReferenceFlows {
    private static final long PROTECTED_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long REFRESH_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final int capacity;
    private final int quota;
    private final int mostHosts;
    private final int fairShare;
    private final int mostOfStrangers;
    private final long[] lifetimesNs = FlowPhase.lifetimesNs();
    private final Map<String, Flow> flows = new HashMap<>();
    long refused;
    long evicted;

    ReferenceFlows(int capacity, int quota) {
        this.capacity = capacity;
        this.quota = quota;
        mostHosts = capacity / 8;
        fairShare = capacity / 16;
        mostOfStrangers = capacity * 3 / 4;
    }

    int size() {
        return flows.size();
    }

    void expire(long nowNs) {
        flows.values().removeIf(flow -> flow.deadlineNs() <= nowNs);
    }

    void ask(String key, int host, int phase, long nowNs) {
        Flow flow = flows.get(key);
        if (flow != null) {
            if (!flow.isAnswered || nowNs - flow.sinceNs >= REFRESH_NS) {
                flow.sinceNs = nowNs;
            }
        } else if (hasRoom(host, nowNs)) {
            flows.put(key, new Flow(key, host, phase, nowNs));
        } else {
            refused++;
        }
    }

    boolean answer(String key, long nowNs) {
        Flow flow = flows.get(key);
        if (flow == null) {
            return false;
        }
        flow.isAnswered = true;
        if (flow.phase == FlowPhase.UDP_ASKED) {
            flow.phase = FlowPhase.UDP_ANSWERED;
            flow.sinceNs = nowNs;
        } else if (flow.phase == FlowPhase.UDP_ANSWERED && nowNs - flow.sinceNs >= REFRESH_NS) {
            flow.sinceNs = nowNs;
        }
        return true;
    }

    private boolean hasRoom(int host, long nowNs) {
        Set<Integer> hosts = new HashSet<>();
        flows.values().forEach(flow -> hosts.add(flow.host));
        if (!hosts.contains(host) && hosts.size() == mostHosts) {
            return false;
        }
        if (of(host).size() >= quota) {
            return evictOne(List.of(host), nowNs);
        }
        long ofStrangers =
                flows.values().stream().filter(f -> isStranger(f.host)).count();
        if (isStranger(host) && ofStrangers >= mostOfStrangers) {
            return evictOne(
                    hosts.stream()
                            .filter(h -> isStranger(h) && of(h).size() > fairShare)
                            .toList(),
                    nowNs);
        }
        return flows.size() < capacity
                || evictOne(hosts.stream().filter(h -> of(h).size() > fairShare).toList(), nowNs);
    }

    private boolean evictOne(List<Integer> hosts, long nowNs) {
        Flow victim = hosts.stream()
                .flatMap(host -> of(host).stream())
                .filter(flow -> !flow.isAnswered && nowNs - flow.sinceNs > PROTECTED_NS)
                .min(Comparator.comparingInt((Flow flow) -> -of(flow.host).size())
                        .thenComparingLong(flow -> flow.sinceNs))
                .orElse(null);
        if (victim == null) {
            return false;
        }
        flows.remove(victim.key);
        evicted++;
        return true;
    }

    private boolean isStranger(int host) {
        return of(host).stream().noneMatch(flow -> flow.isAnswered);
    }

    private List<Flow> of(int host) {
        return flows.values().stream().filter(flow -> flow.host == host).toList();
    }

    private final class Flow {
        final String key;
        final int host;
        int phase;
        long sinceNs;
        boolean isAnswered;

        Flow(String key, int host, int phase, long sinceNs) {
            this.key = key;
            this.host = host;
            this.phase = phase;
            this.sinceNs = sinceNs;
        }

        long deadlineNs() {
            return sinceNs + lifetimesNs[phase];
        }
    }
}
