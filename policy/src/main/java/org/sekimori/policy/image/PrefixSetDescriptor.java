package org.sekimori.policy.image;

/**
 * Addresses, IPv4 and IPv6 apart: two interval indexes behind each other, narrow and wide. The boundaries of each are, in
 * turn, the first address of a range and the first behind it, so that an address with an odd count of boundaries not above
 * it is in the set. A range up to the last address has no end.
 *
 * <pre>
 *  +-------------------------------------------+
 *  | {@link IntervalIndexDescriptor} of IPv4   |
 *  +-------------------------------------------+
 *  | {@link IntervalIndexDescriptor} of IPv6   |
 *  +-------------------------------------------+
 * </pre>
 */
public final class PrefixSetDescriptor {
    private PrefixSetDescriptor() {}
}
