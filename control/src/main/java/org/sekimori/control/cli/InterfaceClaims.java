package org.sekimori.control.cli;

import org.sekimori.dataplane.linux.InterfaceClaim;
import org.sekimori.dataplane.port.InterfaceCheck;
import org.sekimori.dataplane.port.PortException;

/**
 * This process's claims of its two interfaces, taken before anything is changed about either, so that a box that is refused
 * has touched nothing.
 */
record InterfaceClaims(InterfaceClaim wan, InterfaceClaim lan) implements AutoCloseable {
    /** Claims both or none. */
    static InterfaceClaims of(String wanName, String lanName) {
        try {
            InterfaceClaim wan = InterfaceCheck.claim(wanName);
            try {
                return new InterfaceClaims(wan, InterfaceCheck.claim(lanName));
            } catch (PortException refused) {
                wan.close();
                throw refused;
            }
        } catch (PortException refused) {
            throw new BadInputException(refused.getMessage(), refused);
        }
    }

    /** Refuses an interface that is none, or not fit to be claimed. */
    static void check(String name) {
        try {
            InterfaceCheck.check(name);
        } catch (PortException refused) {
            throw new BadInputException(refused.getMessage(), refused);
        }
    }

    @Override
    public void close() {
        wan.close();
        lan.close();
    }
}
