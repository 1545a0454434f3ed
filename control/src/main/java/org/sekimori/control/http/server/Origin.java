package org.sekimori.control.http.server;

/** Where callers come from. Each has workers, streams and places of its own, so that no other keeps it waiting. */
enum Origin {
    /** Root, and the user that control runs as, over the Unix socket. */
    OWN,
    /** Other users who may use the Unix socket. */
    MEMBER,
    /** Anybody on TCP. */
    REMOTE
}
