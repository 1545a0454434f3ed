package org.sekimori.bench.ruleset;

import java.util.SplittableRandom;
import org.sekimori.policy.PortRange;

/** The five kinds of port field that rules have in practice (Taylor and Turner 2007, §III). */
enum PortClass {
    /** WC: any port. */
    WILDCARD {
        @Override
        PortRange draw(SplittableRandom random) {
            return ANY;
        }
    },
    /** HI: the ports users get. */
    HIGH {
        @Override
        PortRange draw(SplittableRandom random) {
            return new PortRange(FIRST_USER_PORT, PortRange.MAX_PORT);
        }
    },
    /** LO: the ports of the system. */
    LOW {
        @Override
        PortRange draw(SplittableRandom random) {
            return new PortRange(0, FIRST_USER_PORT - 1);
        }
    },
    /** AR: some range. */
    RANGE {
        @Override
        PortRange draw(SplittableRandom random) {
            int first = random.nextInt(PortRange.MAX_PORT);
            int span = random.nextInt(1 << random.nextInt(1, 13));
            return new PortRange(first, Math.min(PortRange.MAX_PORT, first + 1 + span));
        }
    },
    /** EM: one port, most often a well-known one. */
    EXACT {
        @Override
        PortRange draw(SplittableRandom random) {
            return PortRange.of(
                    random.nextInt(4) == 0
                            ? random.nextInt(PortRange.MAX_PORT + 1)
                            : POPULAR[random.nextInt(POPULAR.length)]);
        }
    };

    static final PortRange ANY = new PortRange(0, PortRange.MAX_PORT);

    private static final int FIRST_USER_PORT = 1024;
    private static final int[] POPULAR = {
        20, 21, 22, 23, 25, 42, 49, 53, 67, 69, 80, 88, 110, 111, 113, 119, 123, 135, 137, 138, 139, 143, 161, 162, 179,
        389, 443, 445, 464, 500, 514, 515, 554, 587, 593, 636, 691, 993, 995, 1080, 1352, 1433, 1434, 1494, 1521, 1526,
        1645, 1646, 1723, 1812, 1813, 1900, 2049, 2301, 3128, 3268, 3306, 3389, 5060, 5190, 5432, 5631, 5632, 5900,
        6000, 6789, 7001, 8000, 8080, 8443, 9100, 10000
    };

    abstract PortRange draw(SplittableRandom random);
}
