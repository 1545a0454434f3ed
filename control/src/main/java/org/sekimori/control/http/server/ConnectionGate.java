package org.sekimori.control.http.server;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts connections, in all and by address. Where there are too many, the oldest one that has not shown credentials makes
 * room, so that whoever opens connections and says nothing keeps nobody out. Any thread may ask.
 */
final class ConnectionGate {
    private final int most;
    private final int mostPerAddress;
    private final Map<Long, Integer> byAddress = new HashMap<>();
    /** Those without credentials, oldest first. */
    private final Map<Channel, Long> strangers = new LinkedHashMap<>();

    private int count;

    ConnectionGate(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /** Lets a connection in, and counts it until it closes; false where there is no room to be made. */
    synchronized boolean enter(Channel channel, InetAddress address) {
        long key = PeerBuckets.key(address);
        boolean crowded = byAddress.getOrDefault(key, 0) >= mostPerAddress;
        if (crowded && !evict(key) || !crowded && count >= most && !evict(null)) {
            return false;
        }
        count++;
        byAddress.merge(key, 1, Integer::sum);
        strangers.put(channel, key);
        channel.closeFuture().addListener(closed -> leave(channel, key));
        return true;
    }

    /** From now on the connection makes room for nobody. */
    synchronized void known(Channel channel) {
        strangers.remove(channel);
    }

    synchronized int count() {
        return count;
    }

    /** Closes the oldest stranger, of the address or of all; it is counted out when it has closed, soon. */
    private boolean evict(Long key) {
        Iterator<Map.Entry<Channel, Long>> oldest = strangers.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Channel, Long> stranger = oldest.next();
            if (key == null || key.equals(stranger.getValue())) {
                oldest.remove();
                stranger.getKey().close();
                return true;
            }
        }
        return false;
    }

    private synchronized void leave(Channel channel, long key) {
        count--;
        strangers.remove(channel);
        byAddress.computeIfPresent(key, (same, others) -> others > 1 ? others - 1 : null);
    }
}
