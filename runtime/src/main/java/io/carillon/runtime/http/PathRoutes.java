package io.carillon.runtime.http;

import io.carillon.core.error.ErrorCode;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The paths that a service contributes to a listener. A path that is asked for with another method is answered with 405
 * and an {@code Allow} header, so all methods of a path have to be in one contribution.
 *
 * <p>For one thread, until it is handed to a listener.
 */
public final class PathRoutes implements Consumer<HttpRouting.Builder> {

    private final Map<String, Map<Method, Handler>> paths = new LinkedHashMap<>();

    /**
     * Adds a route.
     *
     * @param method the only method that this handler takes
     * @param pattern a path as Helidon's path matchers have it, for instance {@code /channels/{channel}}
     * @param handler answers on the connection's thread
     */
    public PathRoutes route(Method method, String pattern, Handler handler) {
        paths.computeIfAbsent(pattern, _ -> new LinkedHashMap<>()).put(method, handler);
        return this;
    }

    @Override
    public void accept(HttpRouting.Builder routing) {
        paths.forEach((pattern, handlers) -> {
            handlers.forEach((method, handler) -> routing.route(method, pattern, handler));
            routing.any(pattern, notAllowed(handlers));
        });
    }

    private static Handler notAllowed(Map<Method, Handler> handlers) {
        String allowed = handlers.keySet().stream().map(Method::text).collect(Collectors.joining(", "));
        return (request, response) -> {
            response.header(HeaderNames.ALLOW, allowed);
            new ProblemDocument(
                            ErrorCode.METHOD_NOT_ALLOWED,
                            "method: " + request.prologue().method().text() + " (expected: " + allowed + ")")
                    .send(response);
        };
    }
}
