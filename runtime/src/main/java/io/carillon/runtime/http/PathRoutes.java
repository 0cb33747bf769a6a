package io.carillon.runtime.http;

import io.carillon.core.error.ErrorCode;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import java.util.HashMap;
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

    private final Map<String, PathMatcher> patterns = new HashMap<>();
    private final Map<PathMatcher, Map<Method, Handler>> paths = new LinkedHashMap<>();

    /**
     * Adds a route.
     *
     * @param method the only method that this handler takes
     * @param pattern a path as Helidon's path matchers have it, for instance {@code /channels/{channel}}
     * @param handler answers on the connection's thread
     */
    public PathRoutes route(Method method, String pattern, Handler handler) {
        return route(method, patterns.computeIfAbsent(pattern, PathMatchers::create), handler);
    }

    /**
     * Adds a route whose path no pattern can describe.
     *
     * @param method the only method that this handler takes
     * @param path says which paths are meant; the same object for all methods of a path
     * @param handler answers on the connection's thread
     */
    public PathRoutes route(Method method, PathMatcher path, Handler handler) {
        paths.computeIfAbsent(path, _ -> new LinkedHashMap<>()).put(method, handler);
        return this;
    }

    @Override
    public void accept(HttpRouting.Builder routing) {
        paths.forEach((path, handlers) -> {
            handlers.forEach((method, handler) -> routing.route(method, path, handler));
            routing.route(_ -> true, path, notAllowed(handlers));
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
