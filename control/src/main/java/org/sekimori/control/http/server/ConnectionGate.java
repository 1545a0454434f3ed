package org.sekimori.control.http.server;

import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts connections, in all and by peer. Where there are too many, the oldest one that has not shown credentials makes
 * room, so that whoever opens connections and says nothing keeps nobody out. Any thread may ask.
 */
final class ConnectionGate {
    private final int most;
    private final int mostPerPeer;
    private final Map<Object, Integer> byPeer = new HashMap<>();
    /** All that are in, with their peers. */
    private final Map<Channel, Object> members = new HashMap<>();
    /** Those that may have to make room, oldest first. */
    private final Map<Channel, Object> strangers = new LinkedHashMap<>();

    ConnectionGate(int most, int mostPerPeer) {
        this.most = most;
        this.mostPerPeer = mostPerPeer;
    }

    /** Lets a connection in, and counts it until it closes or leaves; false where there is no room to be made. */
    boolean enter(Channel channel, Object peer) {
        if (!take(channel, peer)) {
            return false;
        }
        channel.closeFuture().addListener(closed -> leave(channel));
        return true;
    }

    private synchronized boolean take(Channel channel, Object peer) {
        boolean crowded = byPeer.getOrDefault(peer, 0) >= mostPerPeer;
        if (crowded && !evict(peer) || !crowded && members.size() >= most && !evict(null)) {
            return false;
        }
        members.put(channel, peer);
        byPeer.merge(peer, 1, Integer::sum);
        strangers.put(channel, peer);
        return true;
    }

    /** From now on the connection makes room for nobody. */
    synchronized void known(Channel channel) {
        strangers.remove(channel);
    }

    /** From now on the connection makes room again, after those that do already. */
    synchronized void stranger(Channel channel) {
        if (members.containsKey(channel)) {
            strangers.putIfAbsent(channel, members.get(channel));
        }
    }

    synchronized int count() {
        return members.size();
    }

    /** Closes the oldest stranger, of the peer or of all; it is counted out when it has closed, soon. */
    private boolean evict(Object peer) {
        Iterator<Map.Entry<Channel, Object>> oldest = strangers.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Channel, Object> stranger = oldest.next();
            if (peer == null || peer.equals(stranger.getValue())) {
                oldest.remove();
                stranger.getKey().close();
                return true;
            }
        }
        return false;
    }

    /** The connection is counted no more. */
    synchronized void leave(Channel channel) {
        Object peer = members.remove(channel);
        strangers.remove(channel);
        if (peer != null) {
            byPeer.computeIfPresent(peer, (same, others) -> others > 1 ? others - 1 : null);
        }
    }
}
