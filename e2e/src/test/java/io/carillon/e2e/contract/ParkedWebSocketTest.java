package io.carillon.e2e.contract;

import io.carillon.e2e.system.Carillon;

/** The same on connections that stay with Java, as they do with TLS and off Linux. */
@Carillon(settings = "push.edge.outlets=parked")
class ParkedWebSocketTest extends WebSocketTest {}
