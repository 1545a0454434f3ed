package org.sekimori.control.events;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxState;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.boxfile.PolicyNotice;
import org.sekimori.dataplane.line.PortRole;

/** Notices what changes about the box between two looks, and tells it as events. Belongs to the pump's thread. */
final class BoxObserver {
    private static final double NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Consumer<Event> out;
    private final Map<PortRole, PortObserver> ports = new EnumMap<>(PortRole.class);
    private final GuardObserver guard;
    /** The box told of last, by this process or the one before; 0: none. */
    private long instance;

    private ReadingPlace.Told told = ReadingPlace.NONE.told();
    private long pid;
    private boolean isSilent;
    private String suspicion = "";

    BoxObserver(Consumer<Event> out) {
        this.out = out;
        guard = new GuardObserver(out);
        for (PortRole role : PortRole.values()) {
            ports.put(role, new PortObserver(role, out));
        }
    }

    /** Goes on where the process before stopped: what it told isn't told again. */
    void resume(ReadingPlace place) {
        instance = place.instance();
        told = place.told();
        isSilent = told.isSilent();
        ports.get(PortRole.WAN).resume(told.wanChanges());
        ports.get(PortRole.LAN).resume(told.lanChanges());
    }

    /** The box told of last; 0: none. */
    long instance() {
        return instance;
    }

    /** What was told of that box. */
    ReadingPlace.Told told() {
        return told;
    }

    /** Looks at the box that is there now; none is like one that has fallen silent. */
    void look(Optional<BoxFileReader> box, String problem, long nowNs, long epochNs) {
        Optional<BoxStatus> status = box.flatMap(BoxHealth::status);
        if (status.isPresent()) {
            look(status.get(), nowNs, epochNs);
        } else if (instance != 0 && !isSilent) {
            isSilent = true;
            out.accept(Event.at(epochNs, EventKind.BOX_SILENT)
                    .with(EventField.PID, pid)
                    .with(EventField.CAUSE, problem)
                    .build());
        }
    }

    private void look(BoxStatus now, long nowNs, long epochNs) {
        boolean isNew = now.instance() != instance;
        boolean isDead = now.state() == BoxState.STOPPED || BoxHealth.isSilent(now);
        if (isNew && !isDead) {
            out.accept(started(now, epochNs));
            isSilent = false;
        } else if (now.state() == BoxState.STOPPED ? isNew || hasChanged(now) : !isNew && hasChanged(now)) {
            out.accept(Event.at(epochNs, EventKind.BOX_STATE)
                    .with(EventField.STATE, now.state().word())
                    .with(EventField.PID, now.pid())
                    .build());
        }
        notePulse(now, epochNs);
        guard.look(now, epochNs);
        int policySum = sum(now.policy());
        if (now.policy().epoch() > 0 && !isDead && (isNew || policySum != told.policy())) {
            out.accept(policy(now.policy(), epochNs));
        }
        lookAtLine(now, isNew, nowNs, epochNs);
        instance = now.instance();
        pid = now.pid();
        told = new ReadingPlace.Told(
                now.state().ordinal(),
                isSilent,
                isDead && isNew ? 0 : policySum,
                ports.get(PortRole.WAN).told(),
                ports.get(PortRole.LAN).told());
    }

    private boolean hasChanged(BoxStatus now) {
        return now.state().ordinal() != told.state();
    }

    /** Of a box that is gone or hangs nobody knows how its ports are. */
    private void lookAtLine(BoxStatus now, boolean isNew, long nowNs, long epochNs) {
        if (isNew) {
            ports.values().forEach(PortObserver::forget);
        }
        if (!BoxHealth.isFiltering(now)) {
            return;
        }
        ports.forEach(
                (role, port) -> port.look(now.interfaceName(role), now.line().port(role), nowNs, epochNs));
        String suspicionNow = now.line().suspicion();
        if (!suspicionNow.equals(suspicion)) {
            suspicion = suspicionNow;
            EventKind kind = suspicionNow.isEmpty() ? EventKind.SWAP_CLEARED : EventKind.SWAP_SUSPECTED;
            out.accept(
                    Event.at(epochNs, kind).with(EventField.CAUSE, suspicionNow).build());
        }
    }

    private Event started(BoxStatus now, long epochNs) {
        return Event.at(epochNs, instance == 0 ? EventKind.BOX_STARTED : EventKind.BOX_RESTARTED)
                .with(EventField.STATE, now.state().word())
                .with(EventField.PID, now.pid())
                .with(EventField.CAUSE, now.notice())
                .build();
    }

    private void notePulse(BoxStatus now, long epochNs) {
        boolean silentNow = BoxHealth.isSilent(now);
        if (silentNow != isSilent) {
            isSilent = silentNow;
            Event.Builder event = Event.at(epochNs, silentNow ? EventKind.BOX_SILENT : EventKind.BOX_BACK)
                    .with(EventField.PID, now.pid());
            if (silentNow) {
                event.with(EventField.SILENT_SECONDS, Math.round(now.heartbeatAgeNs() / NS_PER_SECOND));
            }
            out.accept(event.build());
        }
    }

    private static int sum(PolicyNotice policy) {
        CRC32C sum = new CRC32C();
        sum.update(policy.toString().getBytes(StandardCharsets.UTF_8));
        return (int) sum.getValue();
    }

    private static Event policy(PolicyNotice policy, long epochNs) {
        return Event.at(epochNs, EventKind.POLICY)
                .with(EventField.EPOCH, policy.epoch())
                .with(EventField.POLICY, policy.policyName())
                .with(EventField.CHECKSUM, BoxHealth.checksum(policy.checksum()))
                .with(EventField.RULES, policy.ruleCount())
                .with(EventField.ORIGIN, policy.origin())
                .with(EventField.KEPT, policy.kept())
                .with(EventField.UNCONFIRMED, policy.confirmDeadlineNs() != 0)
                .with(EventField.CAUSE, policy.remark())
                .build();
    }
}
