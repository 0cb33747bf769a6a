package io.carillon.runtime.http;

import io.carillon.core.error.ErrorCode;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Stands before every route: tells the connection where a request starts and ends, and keeps the promise of
 * {@code Connection: close}, which Helidon sends but does not keep.
 */
final class RequestGate implements Filter {

    private final int headFieldLimit;

    RequestGate(int headFieldLimit) {
        this.headFieldLimit = headFieldLimit;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        OwnedConnection connection = OwnedConnection.current();
        connection.intake().requestStarts();
        if (connection.isDraining() || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        int fields = 0;
        for (Header field : request.headers()) {
            fields += field.valueCount();
        }
        if (fields > headFieldLimit) {
            refuse(
                    ErrorCode.HEAD_TOO_LARGE,
                    "head: " + fields + " fields (expected: at most " + headFieldLimit + ")",
                    response);
        } else if (!request.headers().values(HeaderNames.HOST).stream().allMatch(HostField::isWellFormed)) {
            refuse(
                    ErrorCode.MALFORMED_REQUEST,
                    "Host: not well-formed (expected: a name or an address, and perhaps a port)",
                    response);
        } else {
            chain.proceed();
        }
        finish(connection, request, response);
    }

    private static void refuse(ErrorCode code, String detail, RoutingResponse response) {
        response.header(HeaderValues.CONNECTION_CLOSE);
        new ProblemDocument(code, detail).send(response);
    }

    private static void finish(OwnedConnection connection, RoutingRequest request, RoutingResponse response) {
        if (!response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            try {
                request.content().consume();
                connection.intake().requestEnds();
                return;
            } catch (RuntimeException _) {
                // The rest of the body is too long, too slow or not well-formed; it is not worth a second answer.
            }
        }
        connection.endAfterAnswer();
    }
}
