package io.carillon.runtime.observe;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;

/**
 * A check of ours as Helidon's health pages know checks.
 *
 * @param check what is asked each time
 */
record ObservedCheck(Health.Check check) implements HealthCheck {

    @Override
    public HealthCheckType type() {
        return switch (check.kind()) {
            case LIVE -> HealthCheckType.LIVENESS;
            case READY -> HealthCheckType.READINESS;
            case STARTED -> HealthCheckType.STARTUP;
        };
    }

    @Override
    public String name() {
        return check.name();
    }

    @Override
    public HealthCheckResponse call() {
        Verdict verdict = check.verdict();
        var response = HealthCheckResponse.builder().status(verdict.up());
        verdict.details().forEach(response::detail);
        return response.build();
    }
}
