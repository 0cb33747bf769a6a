package io.carillon.runtime.observe;

import io.carillon.core.error.ErrorCode;
import io.helidon.common.Weighted;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Set;

/**
 * Answers what no route took, with a problem document: a wrong path, or a right one with a wrong method.
 *
 * @param pages paths that can be read
 */
record Fallback(Set<String> pages) implements HttpFeature, Weighted {

    private static final String HEALTH = "/observe/health";

    /** Returns a weight below that of every other feature, so that this comes last. */
    @Override
    public double weight() {
        return 1;
    }

    @Override
    public void setup(HttpRouting.Builder routing) {
        routing.any(this::answer);
    }

    private void answer(ServerRequest request, ServerResponse response) {
        String path = request.path().path();
        if (pages.contains(path)) {
            response.header(HeaderNames.ALLOW, "GET, HEAD");
            problem(ErrorCode.METHOD_NOT_ALLOWED).send(request, response);
        } else if (path.equals(HEALTH) || path.startsWith(HEALTH + "/")) {
            response.header(HeaderNames.ALLOW, "GET");
            problem(ErrorCode.METHOD_NOT_ALLOWED).send(request, response);
        } else {
            problem(ErrorCode.NOT_FOUND).send(request, response);
        }
    }

    private static Page.Answer problem(ErrorCode code) {
        var document = new LinkedHashMap<String, Object>();
        document.put("type", "about:blank");
        document.put("title", code.title());
        document.put("status", code.status());
        document.put("code", code.slug());
        document.put("error", code.title());
        return new Page.Answer(code.status(), "application/problem+json", Json.text(document));
    }
}
