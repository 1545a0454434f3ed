package org.sekimori.control.lab.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A stand-in of the project's own for an NTP server that still answers mode 7 MON_GETLIST_1 (CVE-2013-5211). No server that a distribution
 * packages does so today. To any such request it sends what ntpd 4.2.6 sent when it had seen 60 clients: 10 datagrams of 6 items of 72
 * bytes each. The contents of the items are zero: nobody in the lab reads them.
 *
 * <pre>
 *   byte 0   response, more, version, mode 7     byte 4-5  error, number of items
 *   byte 1   authenticated, sequence             byte 6-7  size of one item
 *   byte 2   implementation (3: XNTPD)           byte 8…   the items
 *   byte 3   request (42: MON_GETLIST_1)
 * </pre>
 */
public final class MonlistResponder {
    /** What it prints when it listens. */
    public static final String READY = "answering NTP monlist";

    static final int DATAGRAM_COUNT = 10;
    static final int HEADER_LENGTH = 8;
    static final int ITEM_COUNT = 6;
    static final int ITEM_LENGTH = 72;

    private static final int NTP_PORT = 123;
    private static final int MODE_MASK = 0x07;
    private static final int MODE_PRIVATE = 7;
    private static final int RESPONSE_BIT = 0x80;
    private static final int MORE_BIT = 0x40;
    private static final int VERSION_AND_MODE_MASK = 0x3f;
    private static final int IMPLEMENTATION_XNTPD = 3;
    private static final int REQUEST_MON_GETLIST_1 = 42;
    private static final int REQUEST_OFFSET = 3;
    private static final int LARGEST_REQUEST = 512;

    private MonlistResponder() {}

    /** Answers on these addresses until the process is ended. */
    public static void serve(List<String> addresses, PrintWriter out) throws IOException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (String address : addresses) {
            DatagramChannel channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getByName(address), NTP_PORT));
            threads.add(new Thread(() -> answer(channel), "monlist " + address));
        }
        threads.forEach(Thread::start);
        out.println(READY);
        out.flush();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void answer(DatagramChannel channel) {
        ByteBuffer request = ByteBuffer.allocate(LARGEST_REQUEST);
        while (true) {
            try {
                request.clear();
                SocketAddress client = channel.receive(request);
                request.flip();
                for (int i = 0; isMonlist(request) && i < DATAGRAM_COUNT; i++) {
                    channel.send(response(request.get(0), i), client);
                }
            } catch (IOException problem) {
                // The client is gone, or its address can't be reached: the next one may be there.
                continue;
            }
        }
    }

    static boolean isMonlist(ByteBuffer request) {
        return request.remaining() >= HEADER_LENGTH
                && (request.get(0) & (RESPONSE_BIT | MODE_MASK)) == MODE_PRIVATE
                && request.get(REQUEST_OFFSET) == REQUEST_MON_GETLIST_1;
    }

    static ByteBuffer response(byte requestFirstByte, int sequence) {
        int more = sequence < DATAGRAM_COUNT - 1 ? MORE_BIT : 0;
        ByteBuffer response = ByteBuffer.allocate(HEADER_LENGTH + ITEM_COUNT * ITEM_LENGTH);
        response.put((byte) (RESPONSE_BIT | more | requestFirstByte & VERSION_AND_MODE_MASK));
        response.put((byte) sequence);
        response.put((byte) IMPLEMENTATION_XNTPD);
        response.put((byte) REQUEST_MON_GETLIST_1);
        response.putShort((short) ITEM_COUNT);
        response.putShort((short) ITEM_LENGTH);
        return response.rewind();
    }
}
