package io.carillon.runtime.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import io.carillon.testkit.wait.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys behind a URL, served by a real HTTP server that counts who asks. */
class FetchedKeysTest {

    private final long startedNanos = System.nanoTime();
    private final AtomicInteger fetches = new AtomicInteger();
    private ECKey key;
    private HttpServer server;

    @BeforeEach
    void serveKeys() throws JOSEException, IOException {
        key = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            byte[] body = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stopServing() {
        server.stop(0);
    }

    @Test
    void areFetchedOnceByWhoeverComesFirst() throws JOSEException, InterruptedException, ExecutionException {
        TokenVerifier verifier = verifier("5m");
        List<Callable<Verdict>> askers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String token = token("first", "t-" + i);
            askers.add(() -> verifier.verify(token));
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Verdict> verdict : threads.invokeAll(askers)) {
                assertThat(verdict.get()).isInstanceOf(Verdict.Known.class);
            }
        }

        assertThat(fetches).hasValue(1);
    }

    @Test
    void areNotFetchedAgainForEachTokenThatNamesAnUnknownKey() throws JOSEException {
        TokenVerifier verifier = verifier("5m");
        assertThat(verifier.verify(token("first", "t-1"))).isInstanceOf(Verdict.Known.class);

        for (int i = 0; i < 50; i++) {
            assertThat(verifier.verify(token("unknown-" + i, "t-" + i))).isInstanceOf(Verdict.Refused.class);
        }

        assertThat(fetches.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void stayGoodWhileTheyCannotBeFetched() throws JOSEException {
        TokenVerifier verifier = verifier("1s");
        assertThat(verifier.verify(token("first", "t-1"))).isInstanceOf(Verdict.Known.class);
        server.stop(0);

        Eventually.eventually().until("the cached keys to be too old, and good all the same", () -> {
            Verdict verdict = verifier.verify(tokenUnchecked("first", "t-" + System.nanoTime()));
            assertThat(verdict).isInstanceOf(Verdict.Known.class);
            return System.nanoTime() - startedNanos > 2_000_000_000L;
        });
    }

    @Test
    void leaveTheQuestionOpenWhileTheyWereNeverFetched() throws JOSEException {
        TokenVerifier verifier = verifier("5m");
        server.stop(0);

        assertThat(verifier.verify(token("first", "t-1"))).isInstanceOf(Verdict.Unavailable.class);
    }

    private String tokenUnchecked(String keyId, String tokenId) {
        try {
            return token(keyId, tokenId);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String token(String keyId, String tokenId) throws JOSEException {
        return Tokens.sign(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keyId).build(),
                Tokens.claims().jwtID(tokenId).build(),
                new ECDSASigner(key));
    }

    private TokenVerifier verifier(String life) {
        Map<String, String> environment = Map.of(
                "PUSH_AUTH_KEYS_URL",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/keys",
                "PUSH_AUTH_KEYS_LIFE_DURATION",
                life);
        var settings = Settings.load(ConfigSources.of(environment, new Properties()));
        return new TokenVerifier(AuthConfig.from(settings), InstantSource.fixed(Tokens.NOW));
    }
}
