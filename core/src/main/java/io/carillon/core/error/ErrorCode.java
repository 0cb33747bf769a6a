package io.carillon.core.error;

/**
 * Every error that a client of the public interface can meet.
 *
 * <p>The {@linkplain #slug() slug} is stable: clients and dashboards key on it. HTTP answers carry it as {@code code}
 * of an RFC 9457 problem document, WebSocket error frames as {@code code}. {@code docs/protocol.md} lists them all.
 */
public enum ErrorCode {
    MALFORMED_REQUEST("malformed-request", 400, Retry.NEVER, "The request is not well-formed HTTP"),
    MALFORMED_JSON("malformed-json", 400, Retry.NEVER, "The body is not well-formed JSON"),
    INVALID_MESSAGE("invalid-message", 400, Retry.NEVER, "The message lacks a part or has one of the wrong type"),
    INVALID_CHANNEL("invalid-channel", 400, Retry.NEVER, "The channel name breaks the rule for names"),
    CHANNELS_REQUIRED("channels-required", 400, Retry.NEVER, "The query parameter 'channels' is missing"),
    TOO_MANY_CHANNELS("too-many-channels", 400, Retry.NEVER, "The connection asks for more channels than it may have"),
    MALFORMED_CURSOR("malformed-cursor", 400, Retry.NEVER, "The cursor is not one that this service gave out"),
    INVALID_LIMIT("invalid-limit", 400, Retry.NEVER, "The limit of a page is not one that can be asked for"),
    INVALID_IDEMPOTENCY_KEY(
            "invalid-idempotency-key", 400, Retry.NEVER, "The idempotency key is not well-formed, or not taken here"),
    EMPTY_BODY("empty-body", 400, Retry.NEVER, "The body is empty"),
    UNAUTHENTICATED("unauthenticated", 401, Retry.NEVER, "The request carries no valid credentials"),
    FORBIDDEN("forbidden", 403, Retry.NEVER, "The credentials do not allow this"),
    NOT_FOUND("not-found", 404, Retry.NEVER, "There is nothing at this path"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, Retry.NEVER, "The path does not take this method"),
    NOT_ACCEPTABLE("not-acceptable", 406, Retry.NEVER, "The stream is text/event-stream and nothing else"),
    REQUEST_TIMEOUT("request-timeout", 408, Retry.LATER, "The request did not arrive in time"),
    IDEMPOTENCY_KEY_IN_FLIGHT(
            "idempotency-key-in-flight",
            409,
            Retry.LATER,
            "A request with the same idempotency key is still under way"),
    BODY_TOO_LARGE("body-too-large", 413, Retry.NEVER, "The body is larger than the limit"),
    PATH_TOO_LONG("path-too-long", 414, Retry.NEVER, "The request line is longer than the limit"),
    UNSUPPORTED_MEDIA_TYPE(
            "unsupported-media-type", 415, Retry.NEVER, "The body's media type is not one of those taken"),
    IDEMPOTENCY_KEY_REUSED(
            "idempotency-key-reused",
            422,
            Retry.NEVER,
            "The idempotency key was used before, for another message; nothing was published"),
    UPGRADE_REQUIRED("upgrade-required", 426, Retry.NEVER, "The path speaks WebSocket only"),
    TOO_MANY_REQUESTS("too-many-requests", 429, Retry.LATER, "The rate limit is reached"),
    HEAD_TOO_LARGE("head-too-large", 431, Retry.NEVER, "The request's header fields are larger than the limit"),
    INTERNAL("internal", 500, Retry.LATER, "The service failed; its log says why"),
    NOT_IMPLEMENTED("not-implemented", 501, Retry.NEVER, "The service does not know this part of HTTP"),
    LOG_UNAVAILABLE("log-unavailable", 503, Retry.LATER, "The log cannot be reached; nothing was written"),
    IDEMPOTENCY_STORE_FULL(
            "idempotency-store-full",
            503,
            Retry.LATER,
            "There is no room to remember another idempotency key; nothing was written"),
    IDEMPOTENCY_UNAVAILABLE(
            "idempotency-unavailable",
            503,
            Retry.LATER,
            "Nobody can say yet whether the idempotency key was used before; nothing was written"),
    OVERLOADED("overloaded", 503, Retry.LATER, "The service is at a limit; nothing was written"),
    KEYS_UNAVAILABLE(
            "keys-unavailable", 503, Retry.LATER, "The keys that tokens are checked with cannot be had at present"),
    HISTORY_UNAVAILABLE("history-unavailable", 503, Retry.LATER, "The log's past cannot be read at present"),
    DRAINING("draining", 503, Retry.LATER, "The service is about to stop; nothing was written"),
    UNAVAILABLE("unavailable", 503, Retry.LATER, "No process of the service can be reached; nothing was written"),
    OUTCOME_UNKNOWN(
            "outcome-unknown", 504, Retry.LATER, "The log did not answer in time; the message may still appear"),
    HTTP_VERSION("http-version", 505, Retry.NEVER, "The listener speaks HTTP/1.1 only"),
    PROTOCOL_ERROR("protocol-error", 400, Retry.NEVER, "The client broke the WebSocket protocol"),
    INVALID_ACK("invalid-ack", 400, Retry.NEVER, "The id is not one that can be acknowledged here"),
    SUBSCRIBE_TIMEOUT("subscribe-timeout", 503, Retry.LATER, "The channels could not be subscribed to in time"),
    SLOW_CONSUMER("slow-consumer", 503, Retry.LATER, "The client did not read for too long");

    /** What a machine should do after an error. */
    public enum Retry {
        /** The same request will fail again. */
        NEVER,
        /** The same request may succeed later; honour {@code Retry-After}. */
        LATER
    }

    private final String slug;
    private final int status;
    private final Retry retry;
    private final String title;

    ErrorCode(String slug, int status, Retry retry, String title) {
        this.slug = slug;
        this.status = status;
        this.retry = retry;
        this.title = title;
    }

    /** Returns the stable name, in lower case with dashes. */
    public String slug() {
        return slug;
    }

    /** Returns the HTTP status that carries this error. */
    public int status() {
        return status;
    }

    /** Returns whether trying again makes sense. */
    public Retry retry() {
        return retry;
    }

    /** Returns one sentence for people, without a full stop. */
    public String title() {
        return title;
    }
}
