package org.sekimori.dataplane.agent;

/**
 * A candidate policy that judges beside the one in force; immutable once published.
 *
 * @param candidate the policy, with an epoch of its own kind
 * @param run number of the comparison, 1 for the first
 * @param endNs when its time is over
 * @param judges a judge for each worker
 */
record Comparison(ActivePolicy candidate, long run, long endNs, CandidateJudge[] judges) {
    /** Nothing is compared. */
    static final Comparison NONE = null;
}
