package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.boxfile.PolicyNotice;
import org.sekimori.dataplane.command.BoxLink;
import org.sekimori.dataplane.command.BoxUnreachableException;
import org.sekimori.dataplane.command.FirstPolicy;
import org.sekimori.dataplane.command.LastGood;
import org.sekimori.dataplane.command.PolicyKeeper;
import org.sekimori.dataplane.command.PolicyReply;
import org.sekimori.dataplane.command.StartPolicy;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.Verdict;

/** A box without ports: the real keeper of policies with its file, which can be restarted and cut off. */
public final class TestBox implements BoxLink {
    private final Path lastGood;
    private PolicyKeeper keeper;
    private PolicySource policies;
    private BoxSight sight;
    private long instance;
    private boolean isReachable = true;
    private int pushes;

    public TestBox(Path folder) {
        lastGood = folder.resolve("last-good.image");
        restart();
    }

    /** As a new process would come up. */
    public void restart() {
        restart(false);
    }

    /** The same, for one that waits to be told what to filter by. */
    void restartAwaiting() {
        restart(true);
    }

    private void restart(boolean awaits) {
        LastGood kept = new LastGood(lastGood, 1 << 20);
        StartPolicy start = StartPolicy.of(kept);
        policies = new PolicySource(start.table(), new BoxCounters("wan", "lan", 1));
        instance++;
        see(PolicyNotice.NONE);
        keeper = new PolicyKeeper(policies, start, Optional.of(kept), new FirstPolicy(this::see, awaits));
    }

    private void see(PolicyNotice told) {
        sight = new BoxSight(
                42,
                instance,
                told.epoch(),
                told.checksum(),
                told.policyName(),
                told.origin(),
                told.confirmDeadlineNs(),
                told.remark());
    }

    boolean isMonitorOnly() {
        return policies.current().table().isMonitorOnly();
    }

    public void reachable(boolean value) {
        isReachable = value;
    }

    /** Lets the time on trial pass. */
    public void expire() throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (sight.isOnTrial() && System.nanoTime() - endNs < 0) {
            TimeUnit.MILLISECONDS.sleep(10);
            keeper.poll();
        }
    }

    public String policyName() {
        return policies.current().table().policyName();
    }

    /** Whether the policy in force drops a DNS message from that IPv4 address. */
    boolean drops(String source) {
        MatchFields fields = new MatchFields();
        fields.direction(Direction.INBOUND);
        fields.ipv4((int) Cidr.parse(source).low(), 0);
        fields.transport(17, 40_000, 53);
        return Verdict.isDrop(policies.current().table().evaluate(fields, PacketMemory.NONE));
    }

    public long epoch() {
        return policies.current().epoch();
    }

    public int pushes() {
        return pushes;
    }

    public Optional<BoxSight> sight() {
        return isReachable ? Optional.of(sight) : Optional.empty();
    }

    private BoxLink reached() {
        if (!isReachable) {
            throw new BoxUnreachableException("no box answers", new IOException("cut off"));
        }
        return keeper;
    }

    @Override
    public PolicyReply push(byte[] image, int confirmSeconds) {
        pushes++;
        return reached().push(image, confirmSeconds);
    }

    @Override
    public PolicyReply confirm() {
        return reached().confirm();
    }

    @Override
    public PolicyReply revert() {
        return reached().revert();
    }

    @Override
    public void beginWhatIf(byte[] image, int seconds) {
        reached().beginWhatIf(image, seconds);
    }

    @Override
    public void endWhatIf() {
        reached().endWhatIf();
    }

    @Override
    public void captureDrops(int seconds, int snapBytes) {
        reached().captureDrops(seconds, snapBytes);
    }

    @Override
    public void close() {}
}
