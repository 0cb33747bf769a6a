package io.carillon.runtime.http;

import io.carillon.core.error.ErrorCode;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads one body; for one thread. */
final class BodyReader {

    /** One read from the socket, and the framing of chunks. */
    private static final int SLACK_BYTES = 16 * 1024;

    /** What is set aside for a body as it begins; announcing is cheap, so announcements do not count for more. */
    private static final int FIRST_ROOM_BYTES = 16 * 1024;

    /** How many times of what has come is set aside for what was announced. */
    private static final int BELIEVED = 4;

    private final OwnedConnection connection;
    private final int limitBytes;
    private final RequestBody.Room room;
    private byte[] body = new byte[0];
    private int size;

    BodyReader(OwnedConnection connection, int limitBytes, RequestBody.Room room) {
        this.connection = connection;
        this.limitBytes = limitBytes;
        this.room = room;
    }

    RequestBody read(ServerRequest request) {
        long announced = request.headers().contentLength().orElse(-1);
        if (announced > limitBytes) {
            return tooLarge(announced + " bytes");
        }
        if (!request.content().hasEntity()) {
            return new RequestBody.Refused(ProblemDocument.of(ErrorCode.EMPTY_BODY), false);
        }
        try {
            readAll(request.content().inputStream(), (int) announced);
        } catch (NoRoomException _) {
            return last(ProblemDocument.of(ErrorCode.OVERLOADED));
        } catch (Intake.Overrun _) {
            return tooLarge("larger");
        } catch (Intake.Stalled _) {
            return last(new ProblemDocument(ErrorCode.REQUEST_TIMEOUT, "The body did not arrive in time"));
        } catch (DataReader.InsufficientDataAvailableException _) {
            return last(new ProblemDocument(ErrorCode.MALFORMED_REQUEST, "The body ends early"));
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException | IOException _) {
            return last(new ProblemDocument(ErrorCode.MALFORMED_REQUEST, "The body is not well chunked"));
        }
        if (size > limitBytes) {
            return tooLarge("larger");
        }
        return size == 0
                ? new RequestBody.Refused(ProblemDocument.of(ErrorCode.EMPTY_BODY), false)
                : new RequestBody.Arrived(size == body.length ? body : Arrays.copyOf(body, size));
    }

    /**
     * Reads to the end of the body, or to the first byte over the limit.
     *
     * @param announced how long the body is said to be, or -1
     */
    private void readAll(InputStream in, int announced) throws IOException {
        byte[] excess = new byte[1];
        while (true) {
            connection.intake().allow(limitBytes - size + SLACK_BYTES);
            if (size == limitBytes) {
                size += Math.max(0, in.read(excess, 0, 1));
                return;
            }
            if (size == body.length) {
                int end = in.read(excess, 0, 1);
                if (end < 0) {
                    return;
                }
                grow(nextRoom(announced));
                body[size++] = excess[0];
                continue;
            }
            int count = in.read(body, size, body.length - size);
            if (count < 0) {
                return;
            }
            size += count;
        }
    }

    private void grow(int bytes) throws NoRoomException {
        if (!room.take(bytes - body.length)) {
            throw new NoRoomException();
        }
        body = Arrays.copyOf(body, bytes);
    }

    /**
     * Believes an announcement as far as a client has shown that it means it: that saves copies, and room for idle words.
     * Before the first byte there is no room at all.
     */
    private int nextRoom(int announced) {
        if (size == 0) {
            int first = announced < 0 ? FIRST_ROOM_BYTES : Math.min(announced, FIRST_ROOM_BYTES);
            return Math.min(first, limitBytes);
        }
        long room = announced > size ? Math.min(announced, BELIEVED * (long) size) : 2L * size;
        return (int) Math.min(room, limitBytes);
    }

    /** There is no room for more of the body. */
    private static final class NoRoomException extends IOException {
        private static final long serialVersionUID = 1;
    }

    private RequestBody.Refused tooLarge(String found) {
        return last(new ProblemDocument(
                ErrorCode.BODY_TOO_LARGE, "body: " + found + " (expected: at most " + limitBytes + " bytes)"));
    }

    private RequestBody.Refused last(ProblemDocument problem) {
        connection.endAfterAnswer();
        return new RequestBody.Refused(problem, true);
    }
}
