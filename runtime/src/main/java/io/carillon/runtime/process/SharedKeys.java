package io.carillon.runtime.process;

import java.util.List;

/** The keys of all services, so that they can share one file: what one does not read, another may. */
final class SharedKeys {

    /** Dotted; one that ends with a dot stands for all keys below it. */
    static final List<String> ALL = List.of(
            "push.auth.",
            "push.client.",
            "push.consul.",
            "push.discovery",
            "push.drain.limit.duration",
            "push.edge.",
            "push.fanout.",
            "push.heartbeat.",
            "push.history.in.flight.limit",
            "push.history.page.count",
            "push.history.page.limit.bytes",
            "push.history.page.limit.count",
            "push.history.timeout.duration",
            "push.http.",
            "push.idempotency.keys.limit",
            "push.idempotency.window.duration",
            "push.interest.",
            "push.kafka.",
            "push.link.",
            "push.log.",
            "push.management.address",
            "push.management.port",
            "push.mesh.",
            "push.node.",
            "push.ownership.",
            "push.publish.",
            "push.raft.",
            "push.reconnect.",
            "push.session.",
            "push.sse.",
            "push.standalone.data",
            "push.standalone.kafka.port",
            "push.subscribe.",
            "push.subscribers.",
            "push.trusted.",
            "push.ws.");

    private SharedKeys() {}
}
