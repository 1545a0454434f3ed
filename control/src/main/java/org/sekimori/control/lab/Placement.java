package org.sekimori.control.lab;

import org.sekimori.control.lab.net.Addresses;

/** Where the box sits: which addresses of the site it sees, and so which ones strangers can reach through it. */
public enum Placement {
    /** Between the site's router and its switch: the box names the machine. */
    INSIDE(
            "inside",
            "between router and switch: the box sees each machine",
            Addresses.HOST,
            Addresses.CAMERA,
            Addresses.NEIGHBOUR),
    /** On the line, outside a masquerading router with port forwards: by IPv4 the box sees one public address. */
    OUTSIDE(
            "outside",
            "outside a masquerading router: the box sees one public IPv4 address",
            Addresses.PUBLIC,
            Addresses.PUBLIC,
            Addresses.LINE_NEIGHBOUR);

    private final String title;
    private final String description;
    private final String host;
    private final String camera;
    private final String neighbour;

    Placement(String title, String description, String host, String camera, String neighbour) {
        this.title = title;
        this.description = description;
        this.host = host;
        this.camera = camera;
        this.neighbour = neighbour;
    }

    public String title() {
        return title;
    }

    public String description() {
        return description;
    }

    /** The IPv4 address under which strangers find the site's server. */
    public String host() {
        return host;
    }

    /** The IPv4 address under which strangers find the site's camera. */
    public String camera() {
        return camera;
    }

    /** A stranger's address in the subnet the box's LAN side is in. */
    public String neighbour() {
        return neighbour;
    }
}
