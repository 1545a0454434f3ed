package org.sekimori.control.auth;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The token and the sessions. The token is made at the first start and told once; what is kept is its hash. Any thread
 * may ask.
 */
public final class Credentials {
    private final TokenFile file;
    private final Secrets secrets;
    private final String newToken;
    private final Sessions sessions;
    private final SessionLimits limits;
    private volatile byte[] tokenHash;
    private volatile long generation;

    private Credentials(TokenFile file, String newToken, Secrets secrets, Sessions sessions, SessionLimits limits) {
        this.file = file;
        tokenHash = file.read();
        this.newToken = newToken;
        this.secrets = secrets;
        this.sessions = sessions;
        this.limits = limits;
    }

    /**
     * Reads the token's hash, or makes a token where the file isn't there.
     *
     * @throws CredentialException where the file can't be read or written, or others may read it
     */
    public static Credentials open(Path tokenFile) {
        return open(tokenFile, SessionLimits.DEFAULTS, System::nanoTime);
    }

    /** The same with limits and a clock of one's own. */
    public static Credentials open(Path tokenFile, SessionLimits limits, LongSupplier nanoTime) {
        TokenFile file = new TokenFile(tokenFile);
        Secrets secrets = new Secrets();
        Sessions sessions = new Sessions(limits, nanoTime, secrets);
        if (file.isThere()) {
            return new Credentials(file, null, secrets, sessions, limits);
        }
        String token = secrets.next();
        file.write(Secrets.hash(token));
        return new Credentials(file, token, secrets, sessions, limits);
    }

    /**
     * Puts a new token in the place of whatever is there, for a control process that starts later.
     *
     * @throws CredentialException where its hash can't be written
     */
    public static String renew(Path tokenFile) {
        String token = new Secrets().next();
        new TokenFile(tokenFile).write(Secrets.hash(token));
        return token;
    }

    /**
     * Makes another token, which is told here and nowhere else; the old one and all sessions end.
     *
     * @throws CredentialException where its hash can't be written; then the old one stays
     */
    public synchronized String renewToken() {
        String token = secrets.next();
        file.write(Secrets.hash(token));
        tokenHash = Secrets.hash(token);
        generation++;
        sessions.endAll();
        return token;
    }

    /** The token, where it was made just now: show it to the one who started the program, and to nobody else. */
    public Optional<String> newToken() {
        return Optional.ofNullable(newToken);
    }

    /** Whether this is the token; takes the same time for all wrong ones. */
    public boolean isToken(String presented) {
        return Secrets.matches(tokenHash, presented);
    }

    /** How often the token was renewed; what was begun by an older one has to end. */
    public long generation() {
        return generation;
    }

    /** Begins a session for whoever shows the token; returns what the cookie holds, nothing for a wrong token. */
    public synchronized Optional<String> login(String presented) {
        return isToken(presented) ? Optional.of(sessions.begin()) : Optional.empty();
    }

    /** Begins a session for somebody who showed the token; returns what the cookie holds. */
    public String beginSession() {
        return sessions.begin();
    }

    /** Whether the cookie stands for a session; using it keeps it from ending idle. */
    public boolean isSession(String cookie) {
        return sessions.use(cookie);
    }

    /** The same, and no use of it. */
    public boolean hasSession(String cookie) {
        return sessions.has(cookie);
    }

    /** Ends a session, where there is one. */
    public void endSession(String cookie) {
        sessions.end(cookie);
    }

    /** How long sessions last. */
    public SessionLimits sessionLimits() {
        return limits;
    }

    /** Never says what it holds. */
    @Override
    public String toString() {
        return "Credentials[" + sessions.count() + " sessions]";
    }
}
