// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.NameHash;
import io.truename.identity.NameTemplates;
import io.truename.identity.Namespace;
import io.truename.identity.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IndependentRecipeTest {
    @Test
    void everyPublishedVector_isAgreedUpon() throws IOException {
        int agreed = 0;
        JsonNode vectors = new ObjectMapper()
                .readTree(Path.of("..", "..", "functions", "identity", "vectors.json")
                        .toFile());
        for (JsonNode row : vectors.get("rows")) {
            String kind = text(row, "kind");
            if (row.has("id") && (kind.equals("document") || kind.equals("chunk"))) {
                assertThat(computed(row)).as(row.toString()).isEqualTo(UUID.fromString(text(row, "id")));
                agreed++;
            }
        }
        assertThat(agreed).isGreaterThanOrEqualTo(150);
    }

    /** Own templates, alphabets and algorithms: both implementations give the same id, or none. */
    @Test
    void recipesOfOnesOwn_areAgreedUpon() {
        Random random = new Random(5);
        int named = 0;
        for (int i = 0; i < 2_000; i++) {
            ContentHashAlgorithm algorithm = pick(random, ContentHashAlgorithm.values());
            String documents =
                    pick(random, "", "{user}:{contentHash}", "{user}/{contentHash}", "x {contentHash}-{user}");
            String alphabet = pick(random, "", "a-z0-9-", "A-F0-9-", "]\\\\[&^a-z-");
            Namespace namespace = new Namespace(
                    Namespace.DEFAULT.id(),
                    pick(random, NameHash.values()),
                    NameTemplates.of(
                            documents.isEmpty() ? null : documents,
                            null,
                            null,
                            alphabet.isEmpty() ? Map.of() : Map.of("user", alphabet),
                            algorithm,
                            Namespace.DEFAULT.id()));
            String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
            String user = pick(random, uuid, uuid.toUpperCase(Locale.ROOT), "ann", "Ann", "a-1", "a]&^\\[", "ann ");
            String hash = "aB".repeat((algorithm.digits() - random.nextInt(2)) / 2);
            Optional<UUID> engine = Optional.empty();
            try {
                engine = Optional.of(algorithm.documentId(namespace, user, hash).toUuid());
                named++;
            } catch (RefusedException refused) {
                // The other must give none, too.
            }
            assertThat(new IndependentRecipe(namespace, algorithm).document(user, hash))
                    .as(namespace + " " + algorithm + " " + user)
                    .isEqualTo(engine);
        }
        assertThat(named).isGreaterThan(300);
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }

    private static UUID computed(JsonNode row) {
        NameHash hash = text(row, "hash").equals("SHA-1") ? NameHash.SHA_1 : NameHash.SHA_256;
        IndependentRecipe recipe =
                new IndependentRecipe(Namespace.of(text(row, "namespace"), hash), ContentHashAlgorithm.SHA_256);
        return (text(row, "kind").equals("document")
                        ? recipe.document(text(row, "userId"), text(row, "fileSha256"))
                        : recipe.chunk(
                                UUID.fromString(text(row, "documentId")),
                                text(row, "chunker"),
                                text(row, "chunkerVersion"),
                                row.get("ordinal").longValue()))
                .orElseThrow();
    }

    private static String text(JsonNode row, String field) {
        return row.get(field).textValue();
    }
}
