package org.sekimori.control.http.server;

import java.util.Map;
import org.sekimori.control.http.Router;

/** What all connections share. */
record ServerParts(
        Router router,
        RequestGuard guard,
        Workers workers,
        Map<Origin, BodyBudget> bodies,
        Map<Origin, BodyBudget> answers,
        Responses responses,
        HttpLimits limits) {}
