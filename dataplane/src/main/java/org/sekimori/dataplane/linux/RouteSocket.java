package org.sekimori.dataplane.linux;

import static org.sekimori.dataplane.linux.RouteDescriptor.*;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Asks the kernel what stands at an interface, by rtnetlink(7); that takes no privilege. The kernel has answered, or begun to, by
 * the time that a question is sent, so nothing waits. Belongs to one thread.
 */
final class RouteSocket implements AutoCloseable {
    private static final int REQUEST_BYTES = FILTER_ATTRIBUTES;
    private static final int ANSWER_BYTES = 1 << 15;

    private final Socket socket = Socket.open("AF_NETLINK", Socket.AF_NETLINK, Socket.SOCK_RAW);
    private final UnsafeBuffer request = NativeMemory.struct(REQUEST_BYTES);
    private final UnsafeBuffer answer = NativeMemory.struct(ANSWER_BYTES);
    private int sequence;

    /** Hears of each message of an answer. */
    @FunctionalInterface
    private interface MessageListener {
        void on(UnsafeBuffer buffer, int offset, int length);
    }

    /** Hears of each attribute: its type, where its value lies, and how long that is. */
    @FunctionalInterface
    private interface AttributeListener {
        void on(int type, int offset, int length);
    }

    /** The XDP programs at an interface, each by its number and mode in words; mostly none. */
    List<String> xdpPrograms(int interfaceIndex) {
        List<String> programs = new ArrayList<>();
        request.setMemory(0, REQUEST_BYTES, (byte) 0);
        request.putInt(INTERFACE, interfaceIndex);
        ask(RTM_GETLINK, RTM_NEWLINK, LINK_ATTRIBUTES, NLM_F_REQUEST, (buffer, offset, length) -> {
            attributes(buffer, offset + LINK_ATTRIBUTES, offset + length, (type, at, bytes) -> {
                if (type == IFLA_XDP) {
                    attributes(buffer, at, at + bytes, (field, value, size) -> addXdp(programs, field, value));
                }
            });
        });
        return programs;
    }

    private void addXdp(List<String> programs, int field, int value) {
        String mode = switch (field) {
            case IFLA_XDP_DRV_PROG_ID -> "native";
            case IFLA_XDP_SKB_PROG_ID -> "generic";
            case IFLA_XDP_HW_PROG_ID -> "in the card";
            default -> "";
        };
        if (!mode.isEmpty()) {
            programs.add(answer.getInt(value) + " (" + mode + ")");
        }
    }

    /** The kinds of filters there, such as {@code bpf} or {@code matchall}; mostly none. */
    Set<String> filterKinds(int interfaceIndex, int parent) {
        Set<String> kinds = new TreeSet<>();
        request.setMemory(0, REQUEST_BYTES, (byte) 0);
        request.putInt(INTERFACE, interfaceIndex);
        request.putInt(FILTER_PARENT, parent);
        short flags = NLM_F_REQUEST | NLM_F_DUMP;
        ask(RTM_GETTFILTER, RTM_NEWTFILTER, FILTER_ATTRIBUTES, flags, (buffer, offset, length) -> {
            attributes(buffer, offset + FILTER_ATTRIBUTES, offset + length, (type, at, bytes) -> {
                if (type == TCA_KIND) {
                    byte[] kind = new byte[Math.max(0, bytes - 1)];
                    buffer.getBytes(at, kind);
                    kinds.add(new String(kind, StandardCharsets.US_ASCII));
                }
            });
        });
        return kinds;
    }

    /** What the kernel refuses to tell has no messages. */
    private void ask(int type, int answerType, int bytes, short flags, MessageListener listener) {
        sequence++;
        request.putInt(LENGTH, bytes);
        request.putShort(TYPE, (short) type);
        request.putShort(FLAGS, flags);
        request.putInt(SEQUENCE, sequence);
        if (LibC.sendto(socket.fd(), request.addressOffset(), bytes, 0, 0, 0) != bytes) {
            return;
        }
        boolean isDump = (flags & NLM_F_DUMP) != 0;
        boolean goesOn = true;
        while (goesOn) {
            long received = LibC.recvfrom(socket.fd(), answer.addressOffset(), ANSWER_BYTES, Socket.MSG_DONTWAIT, 0, 0);
            goesOn = received > 0 && (read((int) received, answerType, listener) && isDump);
        }
    }

    /** Whether more may follow. */
    private boolean read(int received, int answerType, MessageListener listener) {
        for (int at = 0; at + HEADER_BYTES <= received; ) {
            int length = answer.getInt(at + LENGTH);
            int type = answer.getShort(at + TYPE);
            if (length < HEADER_BYTES || at + length > received || type == NLMSG_DONE || type == NLMSG_ERROR) {
                return false;
            }
            if (type == answerType && answer.getInt(at + SEQUENCE) == sequence) {
                listener.on(answer, at, length);
            }
            at += aligned(length);
        }
        return true;
    }

    private static void attributes(UnsafeBuffer buffer, int from, int end, AttributeListener listener) {
        int at = from;
        while (at + ATTRIBUTE_VALUE <= end) {
            int length = buffer.getShort(at) & 0xFFFF;
            if (length < ATTRIBUTE_VALUE || at + length > end) {
                return;
            }
            int type = buffer.getShort(at + ATTRIBUTE_TYPE) & TYPE_MASK;
            listener.on(type, at + ATTRIBUTE_VALUE, length - ATTRIBUTE_VALUE);
            at += aligned(length);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
