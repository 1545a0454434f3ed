package org.sekimori.control.auth;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Sessions in memory, by the hash of their cookie: they end with the process. Any thread may ask. */
final class Sessions {
    private final SessionLimits limits;
    private final LongSupplier nanoTime;
    private final Secrets secrets;
    /** In the order of their last use. */
    private final Map<ByteBuffer, Session> byHash = new LinkedHashMap<>(16, 0.75f, true);

    Sessions(SessionLimits limits, LongSupplier nanoTime, Secrets secrets) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.secrets = secrets;
    }

    /** Begins a session and returns its cookie, which is stored nowhere. */
    synchronized String begin() {
        long nowNs = nanoTime.getAsLong();
        byHash.values().removeIf(session -> isOver(session, nowNs));
        while (byHash.size() >= limits.most()) {
            byHash.remove(byHash.keySet().iterator().next());
        }
        String cookie = secrets.next();
        byHash.put(key(cookie), new Session(nowNs));
        return cookie;
    }

    /** Whether the cookie stands for a session, which this use keeps from being idle. */
    synchronized boolean use(String cookie) {
        Session session = byHash.get(key(cookie));
        long nowNs = nanoTime.getAsLong();
        if (session == null) {
            return false;
        }
        if (isOver(session, nowNs)) {
            byHash.remove(key(cookie));
            return false;
        }
        session.usedNs = nowNs;
        return true;
    }

    /** Whether the cookie stands for a session. */
    synchronized boolean has(String cookie) {
        Session session = byHash.get(key(cookie));
        return session != null && !isOver(session, nanoTime.getAsLong());
    }

    synchronized void end(String cookie) {
        byHash.remove(key(cookie));
    }

    synchronized void endAll() {
        byHash.clear();
    }

    synchronized int count() {
        return byHash.size();
    }

    private boolean isOver(Session session, long nowNs) {
        return nowNs - session.begunNs >= limits.absolute().toNanos()
                || nowNs - session.usedNs >= limits.idle().toNanos();
    }

    private static ByteBuffer key(String cookie) {
        return ByteBuffer.wrap(Secrets.hash(cookie));
    }

    private static final class Session {
        private final long begunNs;
        private long usedNs;

        private Session(long nowNs) {
            begunNs = nowNs;
            usedNs = nowNs;
        }
    }
}
