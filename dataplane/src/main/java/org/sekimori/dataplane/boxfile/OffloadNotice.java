package org.sekimori.dataplane.boxfile;

/**
 * What the kernel does of a box's work.
 *
 * @param words what it does, and what of the wish for it failed and why, one line; empty where nothing is wanted
 * @param isLacking whether something failed
 */
public record OffloadNotice(String words, boolean isLacking) {
    /** Where nothing is wanted, or nothing known yet. */
    public static final OffloadNotice NONE = new OffloadNotice("", false);
}
