// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import io.truename.identity.DocumentName;
import io.truename.identity.Namespace;
import io.truename.probing.finding.FindingKind;
import java.util.Optional;

/** Rule for two rows of documents that may be one document, or share one id. */
public final class DocumentPair {
    private DocumentPair() {}

    /**
     * Judges two different rows.
     *
     * @return the same content under two ids, or a collision: different contents whose ids, stored or true, are equal. Empty if
     *     neither, or if an input is not legal
     */
    public static Optional<FindingKind> judge(DocumentRow left, DocumentRow right, Namespace namespace) {
        Optional<DocumentName> leftName = name(left);
        Optional<DocumentName> rightName = name(right);
        if (leftName.isEmpty() || rightName.isEmpty()) {
            return Optional.empty();
        }
        boolean sameId = left.id().equals(right.id());
        if (leftName.equals(rightName)) {
            return sameId ? Optional.empty() : Optional.of(FindingKind.CONTENT_TWICE);
        }
        boolean sameTrueId = namespace.documentId(leftName.get()).equals(namespace.documentId(rightName.get()));
        return sameId || sameTrueId ? Optional.of(FindingKind.ID_COLLISION) : Optional.empty();
    }

    private static Optional<DocumentName> name(DocumentRow row) {
        String user = row.user();
        String hash = row.contentHash();
        return user == null || hash == null || !DocumentName.check(user, hash).isEmpty()
                ? Optional.empty()
                : Optional.of(new DocumentName(user, hash));
    }
}
