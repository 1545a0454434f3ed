package org.sekimori.control.http.server;

import org.sekimori.control.http.Router;

/** What all connections share. */
record ServerParts(
        Router router,
        RequestGuard guard,
        Workers workers,
        BodyBudget bodies,
        Responses responses,
        HttpLimits limits) {}
