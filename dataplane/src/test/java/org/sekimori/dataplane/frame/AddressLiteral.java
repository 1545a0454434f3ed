package org.sekimori.dataplane.frame;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** An address written out; nothing is looked up. */
final class AddressLiteral {
    private AddressLiteral() {}

    /** The address's bytes, which must be that many. */
    static byte[] parse(String literal, int length) {
        if (!literal.matches("[0-9a-fA-F.:]+")) {
            throw new IllegalArgumentException("not an address literal: " + literal);
        }
        try {
            byte[] address = InetAddress.getByName(literal).getAddress();
            if (address.length != length) {
                throw new IllegalArgumentException("address of the other family: " + literal);
            }
            return address;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + literal, e);
        }
    }
}
