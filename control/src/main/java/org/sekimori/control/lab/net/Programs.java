package org.sekimori.control.lab.net;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the programs of the lab are, and which package brings one that is missing. */
public final class Programs {
    private static final Map<String, String> QUICK = new LinkedHashMap<>();
    private static final Map<String, String> SLOW = new LinkedHashMap<>();

    static {
        QUICK.put("ip", "iproute2");
        QUICK.put("setpriv", "util-linux");
        QUICK.put("sysctl", "procps");
        QUICK.put("nft", "nftables");
        QUICK.put("ping", "iputils-ping");
        QUICK.put("dig", "bind9-dnsutils");
        QUICK.put("named", "bind9");
        QUICK.put("ntpd", "ntpsec");
        QUICK.put("ntpq", "ntpsec");
        QUICK.put("minidlnad", "minidlna");
        QUICK.put("lighttpd", "lighttpd");
        QUICK.put("curl", "curl");
        SLOW.put("samba", "samba-ad-dc");
        SLOW.put("samba-tool", "samba-ad-dc");
        SLOW.put("winbindd", "winbind");
        SLOW.put("smbclient", "smbclient");
    }

    private Programs() {}

    /** Program names and the packages they come in. */
    public static Map<String, String> needed(boolean quick) {
        Map<String, String> needed = new LinkedHashMap<>(QUICK);
        if (!quick) {
            needed.putAll(SLOW);
        }
        return needed;
    }

    /** The packages that must be installed before the lab can run; empty when it can. */
    public static List<String> missingPackages(boolean quick) {
        return needed(quick).entrySet().stream()
                .filter(program -> SearchPath.find(program.getKey()).isEmpty())
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
    }

    /** Where a program is that was found to be there. */
    public static Path path(String name) {
        return SearchPath.find(name).orElseThrow(() -> new LabFaultException("'" + name + "' has vanished"));
    }
}
