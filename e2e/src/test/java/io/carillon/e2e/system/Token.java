package io.carillon.e2e.system;

import io.carillon.core.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A JSON Web Token, made by hand and without any of the code that checks it, so that it can be wrong in every way. What is not
 * said is as it should be: HS256, an audience, an id, and an hour to live.
 */
public final class Token {

    private final String secret;
    private final Map<String, String> head = new LinkedHashMap<>();
    private final Map<String, String> claims = new LinkedHashMap<>();
    private String publish = "";
    private String subscribe = "";

    private Token(String secret) {
        this.secret = secret;
        long now = Instant.now().getEpochSecond();
        head.put("alg", "\"HS256\"");
        head.put("typ", "\"JWT\"");
        claims.put("sub", "\"alice\"");
        claims.put("aud", "\"carillon\"");
        claims.put("jti", JsonString.quote(UUID.randomUUID().toString()));
        claims.put("iat", String.valueOf(now));
        claims.put("exp", String.valueOf(now + 3600));
    }

    /** Begins a token that is signed with a secret. */
    public static Token signedWith(String secret) {
        return new Token(secret);
    }

    /** Allows channels, or patterns of such, to be published to. */
    public Token publishing(String... channels) {
        publish = list(channels);
        return this;
    }

    /** Allows channels, or patterns of such, to be heard. */
    public Token hearing(String... channels) {
        subscribe = list(channels);
        return this;
    }

    /** Says whose it is. */
    public Token of(String subject) {
        return claim("sub", JsonString.quote(subject));
    }

    /** Sets when it ends, in seconds from now. */
    public Token endingIn(long seconds) {
        return claim("exp", String.valueOf(Instant.now().getEpochSecond() + seconds));
    }

    /** Sets a claim to a JSON value. */
    public Token claim(String name, String json) {
        claims.put(name, json);
        return this;
    }

    /** Leaves a claim out. */
    public Token without(String name) {
        claims.remove(name);
        return this;
    }

    /** Sets a member of the head to a JSON value. */
    public Token head(String name, String json) {
        head.put(name, json);
        return this;
    }

    /** Returns the token. */
    public String text() {
        String input = unsigned();
        return input + '.' + encode(signature(input));
    }

    /** Returns the token up to its signature. */
    public String unsigned() {
        var all = new LinkedHashMap<>(claims);
        all.putIfAbsent("push", "{\"publish\":[" + publish + "],\"subscribe\":[" + subscribe + "]}");
        return encode(object(head)) + '.' + encode(object(all));
    }

    private byte[] signature(String input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC", e);
        }
    }

    private static byte[] object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> JsonString.quote(member.getKey()) + ':' + member.getValue())
                .collect(Collectors.joining(",", "{", "}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String list(String... channels) {
        return Stream.of(channels).map(JsonString::quote).collect(Collectors.joining(","));
    }

    /** Encodes as parts of tokens are. */
    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
