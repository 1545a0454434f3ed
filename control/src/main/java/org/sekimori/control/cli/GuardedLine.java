package org.sekimori.control.cli;

import java.time.Duration;
import org.sekimori.dataplane.ebpf.walk.FailMode;

/**
 * A line that a guard keeps.
 *
 * @param wan name of the interface towards the WAN line
 * @param lan name of the interface towards the site
 * @param fail what becomes of frames that only a box could judge
 * @param limit how old a box's beat may be
 */
record GuardedLine(String wan, String lan, FailMode fail, Duration limit) {
    @Override
    public String toString() {
        return wan + " <-> " + lan;
    }
}
