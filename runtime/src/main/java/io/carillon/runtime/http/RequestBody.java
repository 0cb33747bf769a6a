package io.carillon.runtime.http;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/**
 * What became of a request's body: whole and within its limit, or refused.
 *
 * <p>A body that is refused while more of it may come takes its connection with it: nothing after the request is read,
 * so no part of the body can be taken for a request. Helidon alone would do that with a chunked body over its limit.
 */
public sealed interface RequestBody {

    /** The body has arrived. */
    final class Arrived implements RequestBody {

        private final byte[] bytes;

        Arrived(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Returns the bytes, at least one, which the caller may keep. */
        public byte[] bytes() {
            return bytes;
        }
    }

    /**
     * There is no body to work with.
     *
     * @param problem the answer to give
     * @param last whether the connection ends after the answer
     */
    record Refused(ProblemDocument problem, boolean last) implements RequestBody {

        /** Gives the answer. */
        public void send(ServerResponse response) {
            if (last) {
                response.header(HeaderValues.CONNECTION_CLOSE);
            }
            problem.send(response);
        }
    }

    /** Where the room for bodies comes from. */
    @FunctionalInterface
    interface Room {

        /** Asks for room for so many bytes more; returns false, having taken nothing, if there is none. */
        boolean take(int bytes);
    }

    /**
     * Reads a body, by {@code Content-Length} or by chunks, on the thread of its connection.
     *
     * @param request a request whose body was not touched yet
     * @param limitBytes how long the body may be, at least 1; no more than this and a socket's buffer is ever held
     * @param room is asked before anything is set aside for the body; without room the body is refused as {@code overloaded}
     */
    static RequestBody read(ServerRequest request, int limitBytes, Room room) {
        return new BodyReader(OwnedConnection.current(), limitBytes, room).read(request);
    }
}
