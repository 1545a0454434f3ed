package org.sekimori.control.cli;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.dataplane.pcap.DirectionRule;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import picocli.CommandLine.Option;

/** The option that says which way captured frames went, alike in every command that reads captures. */
final class LanNetOption {
    @Option(
            names = "--lan-net",
            paramLabel = "CIDR",
            description = "A network on the LAN side: frames whose (outermost) IP source is in it are outbound."
                    + " Repeatable.")
    private List<String> lanNets = new ArrayList<>();

    /** Outbound from those networks; without any, everything is inbound. */
    DirectionRule rule() {
        AddressSet nets = AddressSet.of(lanNets.stream().map(LanNetOption::cidr).toList());
        return nets.isEmpty() ? DirectionRule.always(Direction.INBOUND) : DirectionRule.bySource(nets::contains);
    }

    private static Cidr cidr(String text) {
        try {
            return Cidr.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new BadInputException("--lan-net: " + wrong.getMessage(), wrong);
        }
    }
}
