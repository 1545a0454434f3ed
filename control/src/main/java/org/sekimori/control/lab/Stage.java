package org.sekimori.control.lab;

import org.sekimori.control.lab.attack.Attacker;
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
        boolean quick) {}
