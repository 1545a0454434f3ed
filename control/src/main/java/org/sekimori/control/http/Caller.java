package org.sekimori.control.http;

/**
 * Who makes a request, as far as the server could tell. The name goes into the history of policies.
 *
 * @param name the user's name at the other end of the Unix socket; otherwise the kind and the address it came from
 */
public record Caller(String name, Kind kind) {
    /** How the caller showed who it is. */
    public enum Kind {
        /** A local user, known by the kernel's word on the other end of the Unix socket. */
        PEER,
        /** Somebody who sent the token. */
        TOKEN,
        /** Somebody who logged in with the token and sent the cookie. */
        SESSION,
        /** Anybody: only routes that are open to all see it. */
        NOBODY
    }

    /** A local user. */
    public static Caller peer(String user) {
        return new Caller(user, Kind.PEER);
    }

    /** Somebody at that address who showed nothing. */
    public static Caller nobody(String address) {
        return new Caller("nobody@" + address, Kind.NOBODY);
    }
}
