// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/** Verifier of tokens against a JSON Web Key Set, with the JDK only. */
record JwtReader(JsonNode header, JsonNode claims, boolean genuine) {
    static JwtReader read(String token, Object keySet) throws GeneralSecurityException, IOException {
        JsonMapper json = new JsonMapper();
        String[] parts = token.split("\\.", 3);
        JsonNode header = json.readTree(decode(parts[0]));
        JsonNode keys = json.<JsonNode>valueToTree(keySet).get("keys");
        boolean genuine = false;
        for (JsonNode key : keys) {
            if (key.get("kid").equals(header.get("kid"))) {
                Signature signature = Signature.getInstance("SHA256withRSA");
                signature.initVerify(publicKey(key));
                signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
                genuine = signature.verify(decode(parts[2]));
            }
        }
        return new JwtReader(header, json.readTree(decode(parts[1])), genuine);
    }

    private static PublicKey publicKey(JsonNode key) throws GeneralSecurityException {
        return KeyFactory.getInstance(key.get("kty").asText())
                .generatePublic(new RSAPublicKeySpec(
                        new BigInteger(1, decode(key.get("n").asText())),
                        new BigInteger(1, decode(key.get("e").asText()))));
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
