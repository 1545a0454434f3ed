package org.sekimori.control.http.server;

import java.net.InetAddress;
import java.util.Optional;
import org.sekimori.control.http.Caller;

/**
 * The other end of a connection.
 *
 * @param address where it is; the loopback for the Unix socket
 * @param served the address of this machine it reached
 * @param local the user at the other end, for the Unix socket only
 * @param tls whether the connection is encrypted
 * @param origin what it is counted with
 */
record Peer(InetAddress address, InetAddress served, Optional<Caller> local, boolean tls, Origin origin) {
    static Peer user(String name, boolean own) {
        InetAddress here = InetAddress.getLoopbackAddress();
        return new Peer(here, here, Optional.of(Caller.peer(name)), false, own ? Origin.OWN : Origin.MEMBER);
    }

    static Peer remote(InetAddress address, InetAddress served, boolean tls) {
        return new Peer(address, served, Optional.empty(), tls, Origin.REMOTE);
    }

    /** By what it is told from others of its origin: the user, or the address, of IPv6 the half that tells sites apart. */
    Object key() {
        return local.<Object>map(Caller::name).orElseGet(() -> PeerBuckets.key(address));
    }

    boolean isLocal() {
        return local.isPresent();
    }

    Caller nobody() {
        return Caller.nobody(address.getHostAddress());
    }

    Caller known(Caller.Kind kind) {
        return new Caller((kind == Caller.Kind.TOKEN ? "token@" : "session@") + address.getHostAddress(), kind);
    }
}
