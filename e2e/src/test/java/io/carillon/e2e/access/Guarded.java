package io.carillon.e2e.access;

import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Token;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;

/** How the tests of this room speak to a process that asks for tokens. */
final class Guarded {

    static final String SECRET = "a secret of thirty-two bytes, or more";

    /** Whose tokens are believed. */
    static final String ISSUER = "https://id.example";

    /** A page that may show cookies and ask for tickets. */
    static final String PAGE = "https://app.example.com";

    private Guarded() {}

    /** Begins a token of alice's that the process will believe, unless it is spoilt. */
    static Token token() {
        return Token.signedWith(SECRET).claim("iss", '"' + ISSUER + '"');
    }

    static Dial bearer(Dial dial, String token) {
        return dial.header("Authorization", "Bearer " + token);
    }

    /** Publishes a number with a token, and returns the answer. */
    static HttpReply publish(RunningCarillon carillon, String channel, String token) {
        return Http.post(
                bearer(Dial.to(carillon.http("/messages")), token),
                "application/json",
                "{\"channel\":\"" + channel + "\",\"message\":1}");
    }

    /** Asks for an event stream with a token, and returns the answer of one who is not let in. */
    static HttpReply knock(RunningCarillon carillon, String channel, String token) {
        return Http.get(bearer(carillon.strangersDial(Transport.SSE, channel), token));
    }

    /** Asks for a ticket from a page, or from none, and returns the answer. */
    static HttpReply askTicket(RunningCarillon carillon, String channel, String token, String page) {
        Dial dial = bearer(Dial.to(carillon.http("/tickets?channels=" + channel)), token);
        return Http.post(page.isEmpty() ? dial : dial.header("Origin", page), "text/plain", "");
    }

    /** Returns the ticket in an answer. */
    static String ticket(HttpReply reply) {
        if (reply.status() != 201) {
            throw new AssertionError("answer: " + reply + " (expected: 201 with a ticket)");
        }
        return reply.text().replaceFirst("^\\{\"ticket\":\"([^\"]+)\",\"expiresIn\":30}$", "$1");
    }
}
