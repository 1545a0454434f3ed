package org.sekimori.control.lab;

import org.sekimori.control.lab.attack.Attacker;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.LabNetwork;
import org.sekimori.control.lab.server.TimeClient;
import org.sekimori.control.lab.server.WebServer;

/** What every play needs: the machines, the stranger, the two servers' clients look at, and the report. */
public record Stage(
        LabNetwork network,
        Attacker attacker,
        TimeClient timeClient,
        WebServer web,
        CheckReport report,
        LabOptions options) {
    boolean quick() {
        return options.quick();
    }

    /** Does the site's client get all of the large file? Notes the better of two tries, and returns it. */
    Download download(String what) {
        Download first = Download.of(network.lan(), largeFile());
        Download second = Download.of(network.lan(), largeFile());
        Download better = first.isFasterThan(second) ? first : second;
        note(what, better);
        return better;
    }

    /** The same, of a download made elsewhere. */
    void note(String what, Download download) {
        report.check(
                options.downloadSize() + " download " + what,
                "all of it",
                download.text(),
                download.bytes() == web.largeFileBytes());
    }

    String largeFile() {
        return "http://" + Addresses.SERVER + "/" + WebServer.LARGE_FILE;
    }
}
