package io.carillon.runtime.observe;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A page to be read, made anew for each request. */
@FunctionalInterface
interface Page extends Handler {

    /** Whatever may be got may be asked for without its body. */
    Predicate<Method> METHODS = Method.predicate(Method.GET, Method.HEAD);

    /**
     * What a request is answered with.
     *
     * @param status of HTTP
     * @param mediaType of the body
     */
    record Answer(int status, String mediaType, String body) {

        static Answer json(int status, Object content) {
            return new Answer(status, "application/json", Json.text(content));
        }

        static Answer metrics(Metrics metrics) {
            return new Answer(200, Metrics.MEDIA_TYPE, metrics.scrape());
        }

        void send(ServerRequest request, ServerResponse response) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            response.status(Status.create(status))
                    .header(HeaderNames.CACHE_CONTROL, "no-store")
                    .header(HeaderNames.CONTENT_TYPE, mediaType);
            if (request.prologue().method().equals(Method.HEAD)) {
                // Helidon would send the bytes, and the client would take them for the next answer.
                response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(bytes.length))
                        .send();
            } else {
                response.send(bytes);
            }
        }
    }

    Answer answer();

    @Override
    default void handle(ServerRequest request, ServerResponse response) {
        answer().send(request, response);
    }

    /** Returns a matcher of exactly this path, in which no character has a special meaning. */
    static PathMatcher at(String path) {
        return PathMatchers.exact(path);
    }
}
