package org.sekimori.dataplane.state;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;

import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.MatchFields;

/**
 * The phases of a flow, how long it lives in each, and what brings it from one to the next. Plain numbers, since they
 * are queues of an {@link OwnedTable}.
 *
 * <p>Where one question has one answer (DNS, NTP, CLDAP, SSDP, SNMP, echo), only the inside's asking prolongs: however
 * much the outside answers, its time runs out.
 */
final class FlowPhase {
    /** RFC 4787 REQ-5a lets services on well-known ports have timers of their own; resolvers give up within 20 s. */
    static final int DNS = 0;

    static final int NTP = 1;
    static final int CLDAP = 2;
    /** Answers are spread over 5 s at most (UPnP Device Architecture 2.0 §1.3.2). */
    static final int SSDP = 3;

    static final int SNMP = 4;
    /** RFC 5508 REQ-1: 60 s at least. */
    static final int ECHO = 5;

    static final int UDP_ASKED = 6;
    /** RFC 4787 REQ-5: 2 minutes at least; REQ-6: what comes in may prolong. */
    static final int UDP_ANSWERED = 7;

    static final int TCP_ASKED = 8;
    /** RFC 5382 REQ-5: 4 minutes while a connection opens or closes. */
    static final int TCP_ANSWERED = 9;
    /** RFC 5382 REQ-5: 2 hours and 4 minutes. */
    static final int TCP_ESTABLISHED = 10;

    static final int TCP_CLOSING = 11;
    /** RFC 7857 §2.2: as closing, and established again if the inside goes on. */
    static final int TCP_RESET = 12;

    static final int OTHER_ASKED = 13;
    static final int OTHER_ANSWERED = 14;

    private static final long[] LIFETIMES_NS = {
        SECONDS.toNanos(20),
        SECONDS.toNanos(10),
        SECONDS.toNanos(10),
        SECONDS.toNanos(10),
        SECONDS.toNanos(30),
        SECONDS.toNanos(60),
        SECONDS.toNanos(30),
        SECONDS.toNanos(180),
        SECONDS.toNanos(30),
        MINUTES.toNanos(4),
        MINUTES.toNanos(124),
        MINUTES.toNanos(4),
        MINUTES.toNanos(4),
        SECONDS.toNanos(30),
        SECONDS.toNanos(180),
    };

    private FlowPhase() {}

    static long[] lifetimesNs() {
        return LIFETIMES_NS.clone();
    }

    /** The phase of a flow that this packet from the inside opens. */
    static int opened(MatchFields outbound) {
        switch (outbound.ipProtocol()) {
            case IpProtocol.UDP:
                return ofService(outbound.destinationPort());
            case IpProtocol.TCP:
                return TCP_ASKED;
            case IpProtocol.ICMP, IpProtocol.ICMPV6:
                return ECHO;
            default:
                return OTHER_ASKED;
        }
    }

    /** The phase after a packet from the inside; its time begins again. */
    static int afterOutbound(int phase, int tcpFlags) {
        switch (phase) {
            case TCP_ANSWERED, TCP_ESTABLISHED:
                return closing(
                        phase == TCP_ANSWERED && TcpFlags.isRequest(tcpFlags) ? phase : TCP_ESTABLISHED, tcpFlags);
            case TCP_CLOSING:
                return TcpFlags.isRequest(tcpFlags) ? TCP_ANSWERED : TCP_CLOSING;
            case TCP_RESET:
                return closing(TcpFlags.isRequest(tcpFlags) ? TCP_ANSWERED : TCP_ESTABLISHED, tcpFlags);
            default:
                return phase;
        }
    }

    /** The phase after an answer from the outside; its time begins again if {@link #isProlonged}. */
    static int afterInbound(int phase, int tcpFlags) {
        switch (phase) {
            case UDP_ASKED:
                return UDP_ANSWERED;
            case OTHER_ASKED:
                return OTHER_ANSWERED;
            case TCP_ASKED:
                return TcpFlags.has(tcpFlags, TcpFlags.RST) ? TCP_ASKED : TCP_ANSWERED;
            case TCP_ANSWERED, TCP_ESTABLISHED:
                return closing(phase, tcpFlags);
            default:
                return phase;
        }
    }

    /** Whether an answer from the outside that leaves a flow in this phase lets it live longer. */
    static boolean isProlonged(int phase) {
        switch (phase) {
            case UDP_ANSWERED, OTHER_ANSWERED, TCP_ANSWERED, TCP_ESTABLISHED, TCP_CLOSING:
                return true;
            default:
                return false;
        }
    }

    private static int closing(int otherwise, int tcpFlags) {
        if (TcpFlags.has(tcpFlags, TcpFlags.RST)) {
            return TCP_RESET;
        }
        return TcpFlags.has(tcpFlags, TcpFlags.FIN) ? TCP_CLOSING : otherwise;
    }

    static int ofService(int port) {
        switch (port) {
            case FlowPackets.DNS:
                return DNS;
            case FlowPackets.NTP:
                return NTP;
            case FlowPackets.CLDAP:
                return CLDAP;
            case FlowPackets.SSDP:
                return SSDP;
            case FlowPackets.SNMP:
                return SNMP;
            default:
                return UDP_ASKED;
        }
    }
}
