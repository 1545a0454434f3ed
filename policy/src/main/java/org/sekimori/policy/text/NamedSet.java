package org.sekimori.policy.text;

import org.sekimori.policy.AddressSet;
import org.sekimori.policy.sets.NetworkEntries;
import org.snakeyaml.engine.v2.nodes.Node;

/** One of a policy's sets, read when it is first asked for. */
final class NamedSet {
    /** How far reading has got; a set that is asked for while it is read holds itself. */
    enum State {
        UNREAD,
        READING,
        READ,
        BROKEN
    }

    private final String name;
    private final Node key;
    private final Node value;
    private State state = State.UNREAD;
    private NetworkEntries entries = new NetworkEntries();
    private AddressSet addresses;
    private boolean isUsed;
    private int depth;

    NamedSet(String name, Node key, Node value) {
        this.name = name;
        this.key = key;
        this.value = value;
    }

    String name() {
        return name;
    }

    /** Where its name stands. */
    Node key() {
        return key;
    }

    Node value() {
        return value;
    }

    State state() {
        return state;
    }

    void state(State now) {
        state = now;
    }

    void entries(NetworkEntries read) {
        entries = read;
    }

    NetworkEntries entries() {
        return entries;
    }

    /** The addresses that are in; made once. */
    AddressSet addresses() {
        if (addresses == null) {
            addresses = entries.addresses();
        }
        return addresses;
    }

    void markUsed() {
        isUsed = true;
    }

    boolean isUsed() {
        return isUsed;
    }

    /** How many sets lie in one another here, with this one. */
    int depth() {
        return depth;
    }

    void depth(int sets) {
        depth = sets;
    }
}
