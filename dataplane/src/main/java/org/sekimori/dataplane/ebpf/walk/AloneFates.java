package org.sekimori.dataplane.ebpf.walk;

/**
 * What becomes of frames on which no rule speaks while no box is there.
 *
 * @param slot where they are counted
 * @param watchedSlot where frames are counted that pass because the policy only watches
 * @param onlyWatches whether nothing is dropped
 * @param dropsMalformed whether malformed packets are to be dropped
 */
public record AloneFates(int slot, int watchedSlot, boolean onlyWatches, boolean dropsMalformed) {}
