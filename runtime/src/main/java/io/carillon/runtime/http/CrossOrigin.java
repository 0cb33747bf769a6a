package io.carillon.runtime.http;

import io.carillon.core.error.ErrorCode;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;

/**
 * What browsers are told about pages of other origins (CORS, as the Fetch standard has it): pages of the list may read
 * answers and send what needs asking first, with cookies; others may not, and do not get to publish either, which browsers
 * would send without asking as long as it looks like a form.
 */
final class CrossOrigin implements Filter {

    private static final HeaderName REQUESTED_METHOD = HeaderNames.ACCESS_CONTROL_REQUEST_METHOD;
    private static final String METHODS = "GET, POST";
    private static final String REQUEST_HEADERS = "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, Prefer";
    private static final String ANSWER_HEADERS = "Retry-After, WWW-Authenticate, Preference-Applied";

    /** For how long a browser need not ask again, in seconds. */
    private static final String MAX_AGE = "600";

    private final OriginRule rule;

    CrossOrigin(OriginRule rule) {
        this.rule = rule;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        List<String> origins = request.headers().values(HeaderNames.ORIGIN);
        if (origins.isEmpty()) {
            chain.proceed();
            return;
        }
        response.header(HeaderNames.VARY, "Origin");
        boolean listed = origins.size() == 1 && rule.lists(origins.getFirst());
        if (listed) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origins.getFirst());
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
            response.header(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, ANSWER_HEADERS);
        }
        Method method = request.prologue().method();
        boolean preflight = method.equals(Method.OPTIONS) && request.headers().contains(REQUESTED_METHOD);
        boolean welcome = listed || rule.allows(origins, request.headers().values(HeaderNames.HOST));
        if (preflight && listed) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS);
            response.header(HeaderNames.ACCESS_CONTROL_MAX_AGE, MAX_AGE);
            response.status(Status.NO_CONTENT_204).send();
        } else if (!welcome && (preflight || method.equals(Method.POST))) {
            new ProblemDocument(
                            ErrorCode.FORBIDDEN,
                            "Origin: " + String.join(", ", origins) + " (expected: one of push.http.origins)")
                    .send(response);
        } else {
            chain.proceed();
        }
    }
}
