package org.sekimori.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Cuts ranges of addresses into networks: at each address the largest that begins there and doesn't reach too far. */
final class NetworkCover {
    private NetworkCover() {}

    static List<Cidr> of(AddressSet set) {
        List<Cidr> networks = new ArrayList<>();
        for (int i = 0; i < set.ipv4Count(); i++) {
            BigInteger first = BigInteger.valueOf(Integer.toUnsignedLong(set.ipv4First(i)));
            cover(Cidr.IPV4, first, BigInteger.valueOf(Integer.toUnsignedLong(set.ipv4Last(i))), networks);
        }
        for (int i = 0; i < set.ipv6Count(); i++) {
            BigInteger first = whole(set.ipv6FirstHigh(i), set.ipv6FirstLow(i));
            cover(Cidr.IPV6, first, whole(set.ipv6LastHigh(i), set.ipv6LastLow(i)), networks);
        }
        return networks;
    }

    private static void cover(int ipVersion, BigInteger first, BigInteger last, List<Cidr> networks) {
        int bits = Cidr.addressBits(ipVersion);
        BigInteger at = first;
        while (at.compareTo(last) <= 0) {
            int aligned = at.signum() == 0 ? bits : Math.min(bits, at.getLowestSetBit());
            int fitting = last.subtract(at).add(BigInteger.ONE).bitLength() - 1;
            int hostBits = Math.min(aligned, fitting);
            long high = at.shiftRight(Long.SIZE).longValue();
            networks.add(new Cidr(ipVersion, high, at.longValue(), bits - hostBits));
            at = at.add(BigInteger.ONE.shiftLeft(hostBits));
        }
    }

    private static BigInteger whole(long high, long low) {
        return unsigned(high).shiftLeft(Long.SIZE).or(unsigned(low));
    }

    private static BigInteger unsigned(long half) {
        return new BigInteger(Long.toUnsignedString(half));
    }
}
