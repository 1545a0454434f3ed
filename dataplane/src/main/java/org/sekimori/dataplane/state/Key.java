package org.sekimori.dataplane.state;

/** What an entry is found by, in five words; filled and read by the one memory that owns it, so that none is made per packet. */
final class Key {
    static final int WORDS = 5;

    long a;
    long b;
    long c;
    long d;
    long e;

    void set(long a, long b, long c, long d, long e) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.d = d;
        this.e = e;
    }
}
