package io.carillon.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Bytes;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.RawHttp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishers that are broken, or worse. After each the next one is served. */
@Carillon
class HostilePublishTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @AfterEach
    void servesTheNextOne(RunningCarillon carillon) {
        carillon.publish(ChannelNames.fresh("next"), "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "null",
                "[]",
                "{\"channel\":\"c\",\"message\":1}}",
                "{\"channel\":\"c\",\"message\":1} x",
                "{\"channel\":\"c\",\"message\":NaN}",
                "{\"channel\":\"c\",\"message\":Infinity}",
                "{\"channel\":\"c\",\"message\":01}",
                "{'channel':'c','message':1}",
                "{\"channel\":\"c\",\"message\":1,}"
            })
    void r10WhatIsNoMessageIsABadRequest(String body, RunningCarillon carillon) {
        assertThat(carillon.post(body).status()).isEqualTo(400);
    }

    @Test
    void r11DeepJsonIsRefusedAndLongJsonIsTakenAsItIs(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("long");
        var members = new StringBuilder("{");
        for (int i = 0; i < 20_000; i++) {
            members.append('"').append(i).append("\":1,");
        }
        String wide = members.append("\"z\":1}").toString();
        String digits = "9".repeat(200_000);

        assertThat(carillon.post("[".repeat(10_000)).status()).isEqualTo(400);
        assertThat(carillon.post(message(channel, "[".repeat(10_000) + "]".repeat(10_000)))
                        .status())
                .isEqualTo(400);
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, channel)) {
            carillon.publish(channel, digits);
            carillon.publish(channel, wide);
            assertThat(subscriber.next("message").data()).isEqualTo(message(channel, digits));
            assertThat(subscriber.next("message").data()).isEqualTo(message(channel, wide));
        }
    }

    /** The default is 30 s, which is why this is one of the long ones. */
    @Test
    @Tag("long")
    void r13ABodyThatStallsIsAnsweredAndCutOff(RunningCarillon carillon) {
        try (var http = RawHttp.connect(carillon.http("/"))) {
            HttpReply reply =
                    http.send(head("Content-Length: 100") + "{\"channel\"").read(Duration.ofMinutes(2));

            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.header("Connection")).isEqualToIgnoringCase("close");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "deflate", "gzip, gzip", "identity, gzip", "unheard-of"})
    void r15ACodedBodyIsRefusedUnread(String coding, RunningCarillon carillon) {
        Dial dial = Dial.to(carillon.http("/messages")).header("Content-Encoding", coding);

        assertThat(Http.post(dial, "application/json", message("c", "1")).status())
                .isEqualTo(415);
    }

    /** The bytes are written as Latin-1, so that they need not be UTF-8. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channel\":\"c\",\"message\":\"\u00ff\"}",
                "{\"channel\":\"c\",\"message\":\"\u00c0\u0080\"}",
                "{\"channel\":\"c\",\"message\":\"\u00ed\u00a0\u0080\"}",
                "{\"channel\":\"c\u00c0\u0080\",\"message\":1}",
                "\u00ef\u00bb\u00bf{\"channel\":\"c\",\"message\":1}",
                "{\"channel\":\"\\ud800\",\"message\":1}",
                "{\"channel\":\"a\\u0000b\",\"message\":1}"
            })
    void r16WhatIsNotUtf8IsABadRequest(String latin1, RunningCarillon carillon) {
        byte[] body = latin1.getBytes(StandardCharsets.ISO_8859_1);
        try (var http = RawHttp.connect(carillon.http("/"))) {
            http.send(head("Content-Length: " + body.length));

            assertThat(http.send(body).read(SOON).status()).isEqualTo(400);
        }
    }

    @Test
    void r16EscapesInAMessageArriveAsTheyWere(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("escapes");
        try (Subscriber subscriber = carillon.subscribe(Transport.WEBSOCKET, channel)) {
            carillon.publish(channel, "\"\\u0000\\ud800\\u2028\"");

            assertThat(subscriber.next("message").data()).isEqualTo(message(channel, "\"\\u0000\\ud800\\u2028\""));
        }
    }

    /** As they are in the path of a request. */
    @ParameterizedTest
    @ValueSource(
            strings = {"%00", "a%0Ab", "a%0Db", "a%0D%0Adata:x", "a%09b", "a%7Fb", "a%2Cb", "%C0%80", "%ff", "%zz"})
    void r17NamesThatCouldBreakALineAreRefused(String raw, RunningCarillon carillon) {
        try (var http = RawHttp.connect(carillon.http("/"))) {
            HttpReply refused = http.send("POST /channels/" + raw
                            + "/messages HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx")
                    .read(SOON);

            assertThat(refused.status()).isEqualTo(400);
        }
    }

    /** Names mean nothing to us, so whatever is a name comes back as the same bytes and is nobody else's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "a/../b",
                "a b ",
                " ",
                "*",
                ">",
                "#",
                "+",
                "%",
                "a&b=c",
                "\u202eevil",
                "\ufeffx",
                "\ud83d\udd14",
                "'",
                "\"",
                "<script>"
            })
    void r17StrangeNamesAreNames(String suffix, RunningCarillon carillon) {
        String channel = suffix + ChannelNames.fresh("x") + suffix;
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, channel)) {
            carillon.publish(channel.replace("\"", "\\\""), "1");

            assertThat(subscriber.next("message").data()).endsWith(",\"message\":1}");
        }
    }

    @Test
    void r17NamesThatOnlyLookTheSameAreDifferentChannels(RunningCarillon carillon) {
        String fresh = ChannelNames.fresh("twin");
        String composed = fresh + "\u00e9";
        String decomposed = fresh + "e\u0301";
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, composed)) {
            carillon.publish(decomposed, "\"other\"");
            carillon.publish(composed, "\"own\"");

            assertThat(subscriber.next("message").data()).contains("own");
        }
    }

    @ParameterizedTest
    @CsvSource({"TRACE, 405", "CONNECT, 405", "FOO, 405", "OPTIONS, 405", "PO\u0001T, 400", "P ST, 400"})
    void r26OtherMethodsAreNoFailureOfOurs(String method, int status, RunningCarillon carillon) {
        HttpReply reply = raw(carillon, method + " /messages HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");

        // A method that HTTP does not know in this form may be not well-formed to one reader and unknown to another.
        assertThat(reply.status()).isIn(status, 400, 501);
        if (reply.status() == 405) {
            assertThat(reply.header("Allow")).isEqualTo("POST");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 27\r\nContent-Length: 28",
                "Content-Length: 27\r\nContent-Length: 27",
                "Content-Length: 27\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 27",
                "Content-Length: 27, 27",
                "Content-Length: 0x1b",
                "Content-Length: +27",
                "Content-Length: -1",
                "Content-Length: 99999999999999999999",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding : chunked",
                "X: y\r\n Transfer-Encoding: chunked",
                "Transfer-Encoding:\u000bchunked"
            })
    void r27AndR28ABodyWhoseEndIsNotClearIsRefusedWithAllThatIsBehindIt(String lengths, RunningCarillon carillon) {
        String channel = ChannelNames.fresh("smuggled");
        String body = message(channel, "1");
        String inner = "POST /messages HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
        try (var http = RawHttp.connect(carillon.http("/"));
                Subscriber subscriber = carillon.subscribe(Transport.SSE, channel)) {
            HttpReply reply = http.send("POST /messages HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                            + lengths + "\r\n\r\n" + inner)
                    .read(SOON);

            assertThat(reply.status()).isIn(400, 501);
            http.awaitEnd(SOON);
            assertThat(http.raw().utf8()).doesNotContain("202 Accepted");
            carillon.publish(channel, "\"the only one\"");
            assertThat(subscriber.next("message").data()).contains("the only one");
        }
    }

    @Test
    void r30HeadsOverTheirLimitsAreRefused(RunningCarillon carillon) {
        assertThat(raw(carillon, get("/messages", "a: b\r\n".repeat(1_000))).status())
                .isEqualTo(431);
        assertThat(raw(carillon, get("/messages", "X: " + "a".repeat(64 * 1024) + "\r\n"))
                        .status())
                .isEqualTo(431);
        assertThat(raw(carillon, get("/messages?" + "a".repeat(8_200), "")).status())
                .isEqualTo(414);
        assertThat(raw(carillon, get("/messages?" + "a=b&".repeat(10_000), "")).status())
                .isIn(414, 431);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h/path", "user@h", "h:99999", "h:port", "[::1", "h h", "", "h\\x", "h?x", "h#x", "h:80:80", "[h]"
            })
    void r31AHostThatIsNoneIsRefused(String host, RunningCarillon carillon) {
        HttpReply reply = raw(carillon, "GET /sse/messages HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h", "h:8080", "example.com", "127.0.0.1", "[::1]", "[::1]:80", "a-b.c_d:1"})
    void r31AHostThatIsOneIsTaken(String host, RunningCarillon carillon) {
        HttpReply reply = raw(carillon, "GET /nothing HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

        assertThat(reply.status()).isEqualTo(404);
    }

    /** What an origin server gets is a path; a whole URL is for proxies. */
    @Test
    void r31AWholeUrlIsAnsweredAndNeverFollowed(RunningCarillon carillon) {
        HttpReply reply = raw(carillon, "GET http://elsewhere.example/messages HTTP/1.1\r\nHost: h\r\n\r\n");

        assertThat(reply.status()).isIn(400, 404, 405, 421);
    }

    @Test
    void r34WhoLeavesInTheMiddleHasPublishedNothingOrOnce(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("cut");
        List<String> complete = new ArrayList<>();
        for (boolean reset : new boolean[] {true, false}) {
            String whole = request(channel, "\"" + (reset ? "r" : "h") + "\"");
            for (int cut = 1; cut <= whole.length(); cut += cut > whole.length() - 4 ? 1 : 13) {
                String number = (reset ? "r" : "h") + cut;
                String request = request(channel, "\"" + number + "\"");
                int end = cut == whole.length() ? request.length() : Math.min(cut, request.length() - 1);
                try (var http = RawHttp.connect(carillon.http("/"))) {
                    http.send(request.substring(0, end));
                    if (reset) {
                        http.reset();
                    } else {
                        http.closeOutput();
                        http.awaitEnd(SOON);
                    }
                }
                if (end == request.length()) {
                    complete.add(number);
                }
            }
        }
        String last = carillon.publish(channel, "\"last\"").id();

        try (Subscriber subscriber = carillon.subscribe(
                Transport.SSE, Dial.to(carillon.http("/sse/messages?channels=" + channel + "&since=earliest")))) {
            List<String> heard = new ArrayList<>();
            for (var next = subscriber.next("message"); !next.id().equals(last); next = subscriber.next("message")) {
                heard.add(next.data().replaceFirst(".*\"message\":\"([^\"]*)\"}", "$1"));
                if (next.data().contains("\"last\"")) {
                    heard.removeLast();
                    break;
                }
            }
            assertThat(heard).doesNotHaveDuplicates();
            assertThat(complete).containsAll(heard);
        }
    }

    private static String message(String channel, String json) {
        return "{\"channel\":\"" + channel + "\",\"message\":" + json + "}";
    }

    private static String request(String channel, String json) {
        String body = message(channel, json);
        return head("Content-Length: " + body.length()) + body;
    }

    private static String head(String length) {
        return "POST /messages HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n" + length + "\r\n\r\n";
    }

    private static String get(String target, String fields) {
        return "GET " + target + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
    }

    private static HttpReply raw(RunningCarillon carillon, String request) {
        try (var http = RawHttp.connect(carillon.http("/"))) {
            return http.send(Bytes.of(request).array()).read(SOON);
        }
    }
}
