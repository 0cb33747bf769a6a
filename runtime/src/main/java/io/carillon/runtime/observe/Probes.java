package io.carillon.runtime.observe;

import io.carillon.runtime.observe.Health.Check;
import io.carillon.runtime.observe.Health.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The short forms of the health pages, with what the services add to them.
 *
 * @param identity which process answers
 * @param health what it knows about itself
 */
record Probes(Identity identity, Health health) {

    Page.Answer liveness() {
        boolean up = health.is(Kind.LIVE);
        var content = new LinkedHashMap<String, Object>();
        content.put("status", up ? "up" : "down");
        content.put("hostname", identity.hostname());
        content.put("version", identity.version());
        content.putAll(health.livenessFacts());
        return Page.Answer.json(up ? 200 : 503, content);
    }

    Page.Answer readiness() {
        List<Map<String, Object>> checks = new ArrayList<>();
        boolean ready = true;
        for (Check check : health.of(Kind.READY)) {
            Verdict verdict = check.verdict();
            ready &= verdict.up();
            checks.add(shown(check.name(), verdict));
        }
        var content = new LinkedHashMap<String, Object>();
        content.put("status", ready ? "ready" : "not ready");
        content.put("checks", checks);
        content.putAll(health.readinessFacts());
        return Page.Answer.json(ready ? 200 : 503, content);
    }

    private static Map<String, Object> shown(String name, Verdict verdict) {
        var check = new LinkedHashMap<String, Object>();
        check.put("name", name);
        check.put("status", verdict.up() ? "UP" : "DOWN");
        if (!verdict.details().isEmpty()) {
            check.put("data", verdict.details());
        }
        return check;
    }
}
