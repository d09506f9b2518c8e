// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.DocumentId;
import io.truename.identity.Namespace;

/**
 * Recipe with which the ids of stage events are compared.
 *
 * @param algorithm of the hashes that events name
 */
public record StageRecipe(Namespace namespace, ContentHashAlgorithm algorithm) {
    DocumentId documentId(String user, String hash) {
        return algorithm.documentId(namespace, user, hash);
    }
}
