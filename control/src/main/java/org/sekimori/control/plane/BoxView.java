package org.sekimori.control.plane;

import java.util.Optional;
import org.sekimori.control.reload.BoxSight;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.dataplane.boxfile.BoxFileWatch;
import org.sekimori.dataplane.boxfile.BoxState;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.boxfile.PolicyNotice;

/** What the box's mapped file says of its policy, as long as the box is alive. */
final class BoxView {
    private BoxView() {}

    static Optional<BoxSight> of(BoxFileWatch watch) {
        return watch.current()
                .flatMap(BoxHealth::status)
                .filter(status -> BoxHealth.isFiltering(status) || takesPolicies(status))
                .map(BoxView::sight);
    }

    /** Whether it waits, for its policy or for an interface. */
    private static boolean takesPolicies(BoxStatus status) {
        return status.state() == BoxState.WAITING && !BoxHealth.isSilent(status);
    }

    private static BoxSight sight(BoxStatus status) {
        PolicyNotice policy = status.policy();
        return new BoxSight(
                status.pid(),
                status.instance(),
                policy.epoch(),
                policy.checksum(),
                policy.policyName(),
                policy.origin(),
                policy.confirmDeadlineNs(),
                policy.remark());
    }
}
