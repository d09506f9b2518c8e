// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentHashAlgorithmTest {
    private static final String USER = "6BA7B810-9dad-11d1-80b4-00c04fd430c8";

    @Test
    void sha256_isTheRecipe() {
        String hash = "AB".repeat(32);
        assertThat(ContentHashAlgorithm.SHA_256.documentId(Namespace.DEFAULT, "a", hash))
                .isEqualTo(Namespace.DEFAULT.documentId("a", hash));
    }

    @ParameterizedTest
    @EnumSource(value = ContentHashAlgorithm.class, mode = EnumSource.Mode.EXCLUDE, names = "SHA_256")
    void name_hasTheAlgorithm(ContentHashAlgorithm algorithm) {
        String hash = "aB".repeat(algorithm.digits() / 2);
        String name = USER.toLowerCase(Locale.ROOT) + " " + algorithm.toString().toLowerCase(Locale.ROOT) + ":"
                + hash.toLowerCase(Locale.ROOT);
        assertThat(algorithm.documentId(Namespace.DEFAULT, USER, hash))
                .isEqualTo(DocumentId.of(Namespace.DEFAULT.nameUuid(name.getBytes(StandardCharsets.US_ASCII))));
    }

    /** The same digits under every algorithm are as many documents, whoever owns them. */
    @Test
    void algorithms_shareNoName() {
        String digits = "ab".repeat(32);
        assertThat(Stream.of(ContentHashAlgorithm.values())
                        .filter(algorithm -> algorithm.digits() == 64)
                        .flatMap(algorithm -> Stream.of("a", "a:sha3-256", "asha3-256")
                                .map(user -> algorithm.documentId(Namespace.DEFAULT, user, digits))))
                .doesNotHaveDuplicates()
                .hasSize(12);
    }

    @ParameterizedTest
    @EnumSource(ContentHashAlgorithm.class)
    void illegal_namesEveryField(ContentHashAlgorithm algorithm) {
        assertThatThrownBy(() -> algorithm.documentId(Namespace.DEFAULT, "a b", "x".repeat(algorithm.digits())))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusals()).hasSize(2));
        assertThat(algorithm.check(null, null)).hasSize(2);
        assertThat(algorithm.check("a", "a".repeat(algorithm.digits() - 1)))
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.rule()).contains(algorithm.toString()));
        assertThat(ContentHashAlgorithm.parse(algorithm.toString().toLowerCase(Locale.ROOT)))
                .contains(algorithm);
    }
}
