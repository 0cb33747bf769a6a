package io.carillon.runtime.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import io.carillon.core.access.Principal;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenVerifierTest {

    private static final String SECRET = "a secret of thirty-two bytes, or more";

    @TempDir
    private static Path folder;

    private static RSAKey rsa;
    private static ECKey ec;
    private static KeyPair ed;

    /** Once, since finding primes takes longer than all else here. */
    @BeforeAll
    static void makeKeys() throws JOSEException, GeneralSecurityException, IOException {
        rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = ed.getPublic().getEncoded();
        var edKey = new OctetKeyPair.Builder(
                        Curve.Ed25519,
                        Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)))
                .keyID("ed")
                .build();
        Files.writeString(
                folder.resolve("keys.json"),
                new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK(), edKey)).toString());
    }

    @Test
    void takesTokensOfEachAlgorithm() throws JOSEException, GeneralSecurityException {
        TokenVerifier verifier = verifier(Map.of());
        JWTClaimsSet claims = Tokens.claims().build();

        assertKnown(verifier.verify(hmac(claims)));
        assertKnown(verifier.verify(Tokens.sign(head(JWSAlgorithm.RS256, "rsa"), claims, new RSASSASigner(rsa))));
        assertKnown(verifier.verify(Tokens.sign(head(JWSAlgorithm.ES256, "ec"), claims, new ECDSASigner(ec))));
        assertKnown(verifier.verify(Tokens.signEd25519("ed", claims, ed.getPrivate())));
    }

    @Test
    void readsWhoItIsAndWhatItMayDo() throws JOSEException {
        Principal principal =
                known(verifier(Map.of()).verify(hmac(Tokens.claims().build())));

        assertThat(principal.subject()).isEqualTo("alice");
        assertThat(principal.tokenId()).isEqualTo("t-1");
        assertThat(principal.expiresAtMillis())
                .isEqualTo(Tokens.NOW.plusSeconds(60).toEpochMilli());
        assertThat(principal.rights().mayPublish("news.today")).isTrue();
        assertThat(principal.rights().mayPublish("sport")).isFalse();
        assertThat(principal.rights().maySubscribe("sport")).isTrue();
        assertThat(principal.rights().operate()).isFalse();
    }

    @Test
    void doesNotTakeAPublicKeyForASecret() throws JOSEException {
        byte[] publicKey = rsa.toRSAPublicKey().getEncoded();
        String forged =
                Tokens.sign(head(JWSAlgorithm.HS256, "rsa"), Tokens.claims().build(), new MACSigner(publicKey));

        assertRefused(verifier(Map.of()).verify(forged), "token: its signature is not good");
    }

    @Test
    void doesNotTakeATokenWithoutASignature() {
        String unsigned = encode("{\"alg\":\"none\"}")
                + '.'
                + encode(Tokens.claims().build().toString())
                + '.';

        assertRefused(
                verifier(Map.of()).verify(unsigned), "token: not a signed JWT (expected: three parts in base64url)");
    }

    @Test
    void doesNotTakeWhatWasSignedWithAnotherAlgorithmOfTheSameKey() throws JOSEException {
        String token =
                Tokens.sign(head(JWSAlgorithm.PS256, "rsa"), Tokens.claims().build(), new RSASSASigner(rsa));

        assertRefused(verifier(Map.of()).verify(token), "token: alg PS256 (expected: HS256, RS256, ES256 or EdDSA)");
    }

    @Test
    void doesNotTakeAKeyThatTheTokenBrings() throws JOSEException {
        RSAKey own = new RSAKeyGenerator(2048).keyID("own").generate();
        var head = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("own")
                .jwk(own.toPublicJWK())
                .build();

        assertRefused(
                verifier(Map.of()).verify(Tokens.sign(head, Tokens.claims().build(), new RSASSASigner(own))),
                "token: no key for alg RS256 and kid own (expected: one of those that this service trusts)");
    }

    @Test
    void doesNotTakeTextsOfOtherKindsThatWereSignedWithTheSameSecret() throws JOSEException {
        var head = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("push-ticket"))
                .build();

        assertRefused(
                verifier(Map.of()).verify(Tokens.sign(head, Tokens.claims().build(), new MACSigner(SECRET))),
                "token: not a plain JWT (expected: typ JWT or none, and no crit)");
    }

    @Test
    void asksForTheRightIssuerAndAudience() throws JOSEException {
        TokenVerifier verifier = verifier(Map.of("PUSH_AUTH_ISSUER", "https://id.example"));

        assertKnown(verifier.verify(hmac(Tokens.claims().build())));
        assertRefused(
                verifier.verify(
                        hmac(Tokens.claims().issuer("https://evil.example").build())),
                "token: iss: https://evil.example (expected: https://id.example)");
        assertRefused(
                verifier.verify(hmac(Tokens.claims().audience("other").build())),
                "token: aud: [other] (expected: carillon)");
    }

    @Test
    void keepsToTheTimesOfATokenWithALittleLeeway() throws JOSEException {
        TokenVerifier verifier = verifier(Map.of("PUSH_AUTH_LEEWAY_DURATION", "5s"));

        assertKnown(verifier.verify(hmac(expiring(-4))));
        assertRefused(
                verifier.verify(hmac(expiring(-5))),
                "token: exp: 2026-11-27T11:59:55Z is over (expected: a token that is still valid)");
        assertKnown(verifier.verify(hmac(beginning(5))));
        assertRefused(
                verifier.verify(hmac(beginning(6))),
                "token: nbf: 2026-11-27T12:00:06Z is yet to come (expected: a token that is valid already)");
        assertRefused(
                verifier.verify(hmac(Tokens.claims().expirationTime(null).build())),
                "token: exp: none (expected: when the token ends)");
    }

    @Test
    void refusesATokenThatWouldOutliveARevocation() throws JOSEException {
        TokenVerifier verifier = verifier(Map.of("PUSH_AUTH_TOKEN_LIFE_LIMIT_DURATION", "1h"));

        assertKnown(verifier.verify(hmac(expiring(3600 - 60))));
        assertRefused(
                verifier.verify(hmac(expiring(3601 - 60))),
                "token: exp: 2026-11-27T12:59:01Z is too far away (expected: at most 3600 s after iat,"
                        + " push.auth.token.life.limit.duration)");
        // So far back that the time between would be more than a number can hold, and less than none.
        assertThat(verifier.verify(hmac(issued(Instant.ofEpochSecond(-9_223_372_036_854_775L)))))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(AccessRefusal.LIFE));
    }

    /** It would be as old as whoever asks likes, and so live for ever, whatever is revoked. */
    @Test
    void refusesATokenThatDoesNotSayWhenItWasMade() throws JOSEException {
        JWTClaimsSet claims = Tokens.claims().issueTime(null).build();

        assertRefused(verifier(Map.of()).verify(hmac(claims)), "token: iat: none (expected: when the token was made)");
    }

    /** It would pass for one that was made after its principal was revoked. */
    @Test
    void refusesATokenThatWasMadeInTheFuture() throws JOSEException {
        TokenVerifier verifier = verifier(Map.of("PUSH_AUTH_LEEWAY_DURATION", "5s"));

        assertKnown(verifier.verify(hmac(issued(Tokens.NOW.plusSeconds(5)))));
        assertRefused(
                verifier.verify(hmac(issued(Tokens.NOW.plusSeconds(6)))),
                "token: iat: 2026-11-27T12:00:06Z is yet to come (expected: a token that was made already)");
    }

    @Test
    void refusesRightsThatAreNone() throws JOSEException {
        TokenVerifier verifier = verifier(Map.of());

        assertThat(known(verifier.verify(
                                hmac(Tokens.claims().claim("push", null).build())))
                        .rights()
                        .maySubscribe("news"))
                .isFalse();
        assertRefused(
                verifier.verify(hmac(
                        Tokens.claims().claim("push", Map.of("publish", "news")).build())),
                "token: push: publish is no list (expected: {\"publish\":[…],\"subscribe\":[…]} with names or patterns of"
                        + " channels)");
    }

    @Test
    void refusesWhatIsNoTokenWhateverItIs() {
        TokenVerifier verifier = verifier(Map.of());

        for (String text : List.of("", ".", "..", "a.b.c", "{}", "\u0000", "é.é.é", "a".repeat(9000))) {
            assertThat(verifier.verify(text)).as("%s", text).isInstanceOf(Verdict.Refused.class);
        }
    }

    private JWTClaimsSet expiring(int seconds) {
        return Tokens.claims()
                .expirationTime(Date.from(Tokens.NOW.plusSeconds(seconds)))
                .build();
    }

    private JWTClaimsSet issued(Instant time) {
        return Tokens.claims().issueTime(Date.from(time)).build();
    }

    private JWTClaimsSet beginning(int seconds) {
        return Tokens.claims()
                .notBeforeTime(Date.from(Tokens.NOW.plusSeconds(seconds)))
                .build();
    }

    private static String hmac(JWTClaimsSet claims) throws JOSEException {
        return Tokens.sign(new JWSHeader(JWSAlgorithm.HS256), claims, new MACSigner(SECRET));
    }

    private static JWSHeader head(JWSAlgorithm algorithm, String keyId) {
        return new JWSHeader.Builder(algorithm).keyID(keyId).build();
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private TokenVerifier verifier(Map<String, String> more) {
        var environment = new HashMap<>(more);
        environment.put("PUSH_AUTH_SECRET", SECRET);
        environment.put("PUSH_AUTH_KEYS_FILE", folder.resolve("keys.json").toString());
        var settings = Settings.load(ConfigSources.of(environment, new Properties()));
        return new TokenVerifier(AuthConfig.from(settings), InstantSource.fixed(Tokens.NOW));
    }

    private static void assertKnown(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Known.class);
    }

    private static void assertRefused(Verdict verdict, String detail) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.detail()).isEqualTo(detail));
    }

    private static Principal known(Verdict verdict) {
        assertKnown(verdict);
        return ((Verdict.Known) verdict).principal();
    }
}
