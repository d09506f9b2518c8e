// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.identity.Namespace;
import io.truename.probing.finding.FindingKind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentPairTest {
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    @Test
    void content_twice() {
        String user = "0a1b2c3d-0000-4000-8000-00000000abcd";
        assertThat(judge(row(1, user, HASH), row(2, user.toUpperCase(Locale.ROOT), HASH)))
                .contains(FindingKind.CONTENT_TWICE);
        assertThat(judge(row(1, "u", HASH), row(2, "u", HASH.toUpperCase(Locale.ROOT))))
                .contains(FindingKind.CONTENT_TWICE);
    }

    @Test
    void content_ofTwoUsers() {
        assertThat(judge(row(1, "u", HASH), row(2, "U", HASH))).isEmpty();
    }

    @Test
    void id_collision() {
        assertThat(judge(row(1, "u", HASH), row(1, "v", HASH))).contains(FindingKind.ID_COLLISION);
    }

    @Test
    void inputs_notLegal() {
        assertThat(judge(row(1, "u", "abc"), row(2, "u", "abc"))).isEmpty();
    }

    private static Optional<FindingKind> judge(DocumentRow left, DocumentRow right) {
        return DocumentPair.judge(left, right, Namespace.DEFAULT);
    }

    private static DocumentRow row(int id, String user, String hash) {
        return new DocumentRow(new StoredId(0, id), user, hash, null, true, false, Map.of());
    }
}
