package io.carillon.runtime.discovery.consul;

import io.carillon.runtime.discovery.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kiwiproject.consul.model.agent.ImmutableRegCheck;
import org.kiwiproject.consul.model.agent.ImmutableRegistration;
import org.kiwiproject.consul.model.agent.Registration.RegCheck;

/** Puts a registration in Consul's words. */
final class Announcement {

    /** Key of the node's id among the meta data. */
    static final String NODE = "node";

    /** Follows what is spoken at a port, among the meta data. */
    static final String PORT_SUFFIX = "-port";

    private Announcement() {}

    /** Returns the name under which Consul knows all processes of a service. */
    static String serviceName(ConsulConfig config, String service) {
        return config.prefix() + '-' + service;
    }

    /** Returns the name under which the agent knows this process; the same after a restart, so that it is replaced. */
    static String id(ConsulConfig config, Registration self) {
        return serviceName(config, self.service()) + '-' + self.nodeId();
    }

    static org.kiwiproject.consul.model.agent.Registration of(ConsulConfig config, Registration self) {
        return ImmutableRegistration.builder()
                .id(id(config, self))
                .name(serviceName(config, self.service()))
                .address(self.host())
                .port(self.port())
                .putAllMeta(meta(self))
                .checks(checks(config, self))
                .build();
    }

    private static Map<String, String> meta(Registration self) {
        Map<String, String> meta = new LinkedHashMap<>();
        meta.put(NODE, self.nodeId());
        meta.put("version", self.version());
        if (!self.zone().isEmpty()) {
            meta.put("zone", self.zone());
        }
        self.ports().forEach((name, port) -> meta.put(name + PORT_SUFFIX, Integer.toString(port)));
        meta.put("management" + PORT_SUFFIX, Integer.toString(self.managementPort()));
        return meta;
    }

    /**
     * Two checks where the agent asks: a process that is gone is to be forgotten after a while, one that is not ready is
     * not.
     */
    private static List<RegCheck> checks(ConsulConfig config, Registration self) {
        List<RegCheck> checks = new ArrayList<>();
        switch (config.check()) {
            case TTL ->
                checks.add(check(config, self, "ttl")
                        .name("told by the process")
                        .ttl(seconds(config.interval().multipliedBy(3)))
                        .deregisterCriticalServiceAfter(seconds(config.deregisterAfter()))
                        .build());
            case GRPC, HTTP -> {
                boolean mesh = config.check() == ConsulConfig.Check.GRPC
                        && self.ports().containsKey("mesh");
                ImmutableRegCheck.Builder live = check(config, self, "live")
                        .name("live")
                        .interval(seconds(config.interval()))
                        .timeout(seconds(config.timeout()))
                        .deregisterCriticalServiceAfter(seconds(config.deregisterAfter()));
                checks.add((mesh
                                ? live.grpc(self.host() + ':' + self.ports().get("mesh"))
                                : live.http(management(self, "/liveness")))
                        .build());
                checks.add(check(config, self, "ready")
                        .name("ready")
                        .interval(seconds(config.interval()))
                        .timeout(seconds(config.timeout()))
                        .http(management(self, "/readiness"))
                        .build());
            }
        }
        return checks;
    }

    /** Returns the id of the check that the process tells the outcome of. */
    static String ttlCheckId(ConsulConfig config, Registration self) {
        return id(config, self) + ":ttl";
    }

    private static ImmutableRegCheck.Builder check(ConsulConfig config, Registration self, String name) {
        return ImmutableRegCheck.builder().id(id(config, self) + ':' + name);
    }

    private static String management(Registration self, String path) {
        return "http://" + self.host() + ':' + self.managementPort() + path;
    }

    private static String seconds(Duration duration) {
        return Math.max(1, duration.toSeconds()) + "s";
    }
}
