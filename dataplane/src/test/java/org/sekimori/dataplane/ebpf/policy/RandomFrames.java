package org.sekimori.dataplane.ebpf.policy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.frame.UdpPorts;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.RandomPolicies;

/** Sound frames, in wrappings the program looks through, with packets that come near a random policy's edges. */
public final class RandomFrames {
    private static final int[] TPIDS = {0x8100, 0x88A8, 0x9100};
    private static final int[] EXTENSIONS = {0, 43, 51, 60, 135, 139, 140};
    private static final int UNNAMED_PROTOCOL = 200;
    private static final String[] SSDP = {"M-SEARCH * HTTP/1.1", "notify * HTTP/1.1", "HTTP/1.1 200 OK", "M-SEAR"};
    private static final int[] LDAP_OPERATIONS = {0x63, 0x64, 0x65, 0x42, 0x61, 0x79, 0x7A};

    private final RandomPolicies policies;
    private final SplittableRandom random;
    private final MatchFields fields = new MatchFields();
    private boolean isPlain;

    /** Near the edges of what these policies name. */
    public RandomFrames(RandomPolicies policies, SplittableRandom random) {
        this.policies = policies;
        this.random = random;
    }

    /** The next frame. */
    public byte[] next() {
        isPlain = true;
        return packet(wrapped(), random.nextInt(4) == 0 ? random.nextInt(3) : 0).bytes();
    }

    /** Whether the program can judge the frame drawn last, unless the policy asks memory. */
    boolean isPlain() {
        return isPlain;
    }

    private FrameBuilder wrapped() {
        FrameBuilder frame = FrameBuilder.frame();
        for (int tags = Math.max(0, random.nextInt(8) - 3); tags > 0; tags--) {
            frame.vlan(TPIDS[random.nextInt(TPIDS.length)], random.nextInt(4096));
        }
        return switch (random.nextInt(6)) {
            case 0 -> frame.pppoe(7);
            case 1 -> frame.pppoeCompressed(7);
            default -> frame;
        };
    }

    private FrameBuilder packet(FrameBuilder frame, int tunnels) {
        policies.packet(fields);
        boolean isIpv4 = fields.ipVersion() == Cidr.IPV4;
        String source = address(fields.ipVersion(), fields.sourceHigh(), fields.sourceLow());
        String destination = address(fields.ipVersion(), fields.destinationHigh(), fields.destinationLow());
        if (isIpv4) {
            frame.ipv4(source, destination).ipv4Options(new byte[4 * Math.max(0, random.nextInt(20) - 9)]);
        } else {
            frame.ipv6(source, destination);
            extend(frame);
        }
        return tunnels > 0 ? frame.carrying(packet(FrameBuilder.frame(), tunnels - 1)) : transport(frame);
    }

    private static String address(int ipVersion, long high, long low) {
        Cidr network = Cidr.around(ipVersion, high, low, Cidr.addressBits(ipVersion));
        return network.toString().replaceFirst("/.*", "");
    }

    private void extend(FrameBuilder frame) {
        for (int left = Math.max(0, random.nextInt(16) - 8); left > 0; left--) {
            if (random.nextInt(5) == 0) {
                frame.fragmentHeader(random.nextInt(), 0, false);
            } else {
                frame.extension(EXTENSIONS[random.nextInt(EXTENSIONS.length)], 8 * (1 + random.nextInt(4)));
            }
        }
    }

    private FrameBuilder transport(FrameBuilder frame) {
        if (fields.ipProtocol() == IpProtocol.TCP) {
            return frame.tcp(fields.sourcePort(), fields.destinationPort(), random.nextInt(256));
        }
        if (fields.ipProtocol() == IpProtocol.UDP) {
            isPlain &= fields.destinationPort() != UdpPorts.SNMP;
            return frame.udp(fields.sourcePort(), fields.destinationPort()).payload(message(fields.destinationPort()));
        }
        int protocol = fields.ipProtocol() < 1 ? UNNAMED_PROTOCOL : fields.ipProtocol();
        return frame.protocol(protocol).payload(new byte[1 + random.nextInt(20)]);
    }

    private byte[] message(int port) {
        return switch (port) {
            case UdpPorts.DNS, UdpPorts.NTP -> noise(random.nextInt(4) == 0 ? 48 : random.nextInt(60));
            case UdpPorts.SSDP -> SSDP[random.nextInt(SSDP.length)].getBytes(StandardCharsets.ISO_8859_1);
            case UdpPorts.LDAP -> ldap();
            default -> noise(random.nextInt(20));
        };
    }

    private byte[] ldap() {
        byte operation = (byte) LDAP_OPERATIONS[random.nextInt(LDAP_OPERATIONS.length)];
        byte[] shortForm = {0x30, 9, 2, 1, 1, operation, 4, 0, 0, 0, 0};
        byte[] longForm = {0x30, (byte) 0x84, 0, 0, 0, 9, 2, 2, 1, 1, operation, 4, 0};
        byte[] message = random.nextBoolean() ? shortForm : longForm;
        return Arrays.copyOf(message, random.nextInt(4) == 0 ? random.nextInt(14) : message.length);
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
