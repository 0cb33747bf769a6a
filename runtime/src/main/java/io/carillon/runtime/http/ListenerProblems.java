package io.carillon.runtime.http;

import io.carillon.core.error.ErrorCode;
import io.helidon.http.DirectHandler;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;

/** Turns what Helidon refuses by itself, and what handlers fail with, into problem documents. */
final class ListenerProblems implements DirectHandler {

    /** How Helidon words a head over its limit, for which it has neither type nor status of its own. */
    private static final String HEAD_OVER_LIMIT = "Header size exceeded";

    /** How Helidon words that it would rather say nothing. */
    private static final String SAYS_NOTHING = "Bad request, see server log";

    private ListenerProblems() {}

    static DirectHandlers handlers() {
        var problems = new ListenerProblems();
        var handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, problems);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        String said = message == null || message.startsWith(SAYS_NOTHING) ? "" : message;
        // Without a request the failure came before routing, so it was the client's bytes that Helidon choked on.
        boolean unparsed = request.protocolVersion().isEmpty();
        ErrorCode code =
                unparsed && type == EventType.INTERNAL_ERROR ? ErrorCode.MALFORMED_REQUEST : code(status, said);
        boolean telling = code.status() < 500 && type != EventType.INTERNAL_ERROR && !said.isEmpty();
        var problem = new ProblemDocument(code, telling ? said : code.title());
        var response = TransportResponse.builder()
                .status(problem.status())
                .headers(headers)
                .keepAlive(type == EventType.OTHER)
                .entity(problem.bytes());
        problem.headers().forEach(response::header);
        return response.build();
    }

    private static ErrorCode code(Status status, String message) {
        return switch (status.code()) {
            case 400 -> message.equals(HEAD_OVER_LIMIT) ? ErrorCode.HEAD_TOO_LARGE : ErrorCode.MALFORMED_REQUEST;
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 413 -> ErrorCode.BODY_TOO_LARGE;
            case 414 -> ErrorCode.PATH_TOO_LONG;
            case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
            case 501 -> ErrorCode.NOT_IMPLEMENTED;
            case 503 -> ErrorCode.OVERLOADED;
            case 505 -> ErrorCode.HTTP_VERSION;
            default -> ErrorCode.INTERNAL;
        };
    }
}
