// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.push;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.local.pubsub.broker.PushSettings;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signer of the push requests' OpenID Connect tokens: the cloud's header and claims, RS256, with a key that is generated at
 * its first use after each start. Thread-safe.
 */
public final class OidcSigner {
    /** Issuer of the tokens, as in the cloud. The key is the local cloud's own; see {@link #keys()}. */
    public static final String ISSUER = "https://accounts.google.com";

    private static final Duration LIFETIME = Duration.ofHours(1);
    /** Minimum remaining lifetime of a reused token, so that it outlives the longest request. */
    private static final Duration RESERVE = Duration.ofMinutes(30);

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<PushSettings.Identity, Token> tokens = new HashMap<>();
    private @Nullable KeyPair keyPair;

    private record Token(String text, Instant expires) {}

    /** Returns a token for a service account and audience. */
    public synchronized String token(String email, String audience, Instant now) {
        PushSettings.Identity identity = new PushSettings.Identity(email, audience);
        Token token = tokens.get(identity);
        if (token == null || token.expires().minus(RESERVE).isBefore(now)) {
            token = new Token(sign(email, audience, now), now.plus(LIFETIME));
            tokens.put(identity, token);
        }
        return token.text();
    }

    /** Returns the public key as a JSON Web Key Set. */
    public synchronized Map<String, Object> keys() {
        RSAPublicKey key = (RSAPublicKey) keyPair().getPublic();
        return Map.of(
                "keys",
                List.of(Map.of(
                        "kty",
                        "RSA",
                        "alg",
                        "RS256",
                        "use",
                        "sig",
                        "kid",
                        keyId(key),
                        "n",
                        BASE64.encodeToString(unsigned(key.getModulus())),
                        "e",
                        BASE64.encodeToString(unsigned(key.getPublicExponent())))));
    }

    private String sign(String email, String audience, Instant now) {
        KeyPair pair = keyPair();
        ObjectNode header = JSON.createObjectNode()
                .put("alg", "RS256")
                .put("kid", keyId((RSAPublicKey) pair.getPublic()))
                .put("typ", "JWT");
        String subject = subject(email);
        ObjectNode claims = JSON.createObjectNode()
                .put("aud", audience)
                .put("azp", subject)
                .put("email", email)
                .put("email_verified", true)
                .put("exp", now.plus(LIFETIME).getEpochSecond())
                .put("iat", now.getEpochSecond())
                .put("iss", ISSUER)
                .put("sub", subject);
        String content = base64(header.toString()) + "." + base64(claims.toString());
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java has SHA256withRSA", impossible);
        }
    }

    private KeyPair keyPair() {
        if (keyPair == null) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                keyPair = generator.generateKeyPair();
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("Every Java has RSA", impossible);
            }
        }
        return keyPair;
    }

    private static String keyId(RSAPublicKey key) {
        return new BigInteger(1, sha256(key.getEncoded())).toString(16).substring(0, 40);
    }

    /** Returns the numeric id of a service account: 21 digits, derived from its address. */
    private static String subject(String email) {
        BigInteger hash = new BigInteger(1, sha256(email.getBytes(StandardCharsets.UTF_8)));
        return "1" + String.format("%020d", hash.mod(BigInteger.TEN.pow(20)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String base64(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
