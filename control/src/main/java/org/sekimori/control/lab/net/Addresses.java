package org.sekimori.control.lab.net;

/** Who has which address in the lab; all from ranges kept for documentation (RFC 5737, RFC 3849) and private use. */
public final class Addresses {
    /** The internet's servers: DNS, time, web. */
    public static final String SERVER = "198.51.100.1";

    public static final String SERVER_V6 = "2001:db8:51::1";

    /** A stranger on the internet. */
    public static final String ATTACKER = "198.51.100.66";

    public static final String ATTACKER_V6 = "2001:db8:51::66";

    /** A branch office on the internet, which the policy may name in {@code allow-from}. */
    public static final String PARTNER = "198.51.100.9";

    public static final String PARTNER_V6 = "2001:db8:51::9";

    /** The site's server and its users' machine. */
    public static final String HOST = "192.168.77.10";

    public static final String HOST_V6 = "2001:db8:77::10";

    /** The site's camera, which answers NTP monlist; DNS clients with a fixed source port sit here, too. */
    public static final String CAMERA = "192.168.77.11";

    public static final String CAMERA_V6 = "2001:db8:77::11";

    /** The site's gateway: the next hop inside. */
    public static final String GATEWAY = "192.168.77.1";

    public static final String GATEWAY_V6 = "2001:db8:77::1";

    /** A stranger in the site's own subnet, for what answers its neighbours only. */
    public static final String NEIGHBOUR = "192.168.77.66";

    /** The line between the provider and a masquerading router. */
    public static final String PROVIDER = "203.0.113.1";

    public static final String PROVIDER_V6 = "2001:db8:203::1";

    /** The masquerading router's public address: all the world sees of the site by IPv4. */
    public static final String PUBLIC = "203.0.113.2";

    public static final String PUBLIC_V6 = "2001:db8:203::2";

    /** A stranger in the subnet of that line. */
    public static final String LINE_NEIGHBOUR = "203.0.113.66";

    public static final String SITE_PREFIX_V6 = "2001:db8:77::/64";

    private Addresses() {}
}
