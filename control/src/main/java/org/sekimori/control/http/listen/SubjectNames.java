package org.sekimori.control.http.listen;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names and addresses in a new certificate, as keytool writes them. */
public final class SubjectNames {
    private static final String HOST_NAME = "[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?";

    private SubjectNames() {}

    /** The server's names, and the addresses it listens on now. */
    public static List<String> of(Set<String> names, List<ListenAddress> listeners) {
        Set<String> subjects = new LinkedHashSet<>();
        names.stream().filter(name -> name.matches(HOST_NAME)).sorted().forEach(name -> subjects.add("dns:" + name));
        subjects.add("dns:localhost");
        for (ListenAddress listener : listeners) {
            for (InetAddress address : listener.addresses()) {
                if (!address.isAnyLocalAddress()) {
                    subjects.add("ip:" + address.getHostAddress().replaceFirst("%.*", ""));
                }
            }
        }
        return new ArrayList<>(subjects);
    }
}
