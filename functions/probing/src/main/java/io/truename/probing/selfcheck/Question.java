// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.selfcheck;

import io.truename.identity.ChunkName;
import io.truename.identity.DocumentName;
import io.truename.identity.Namespace;
import java.util.Optional;
import java.util.UUID;

/** An input whose id every implementation computes. It is published or drawn, never a user's. */
public sealed interface Question {
    /** The recipe by which its id is computed. */
    Namespace namespace();

    /** Id that is published for it; empty for one that was drawn. */
    Optional<String> published();

    /** Name that is hashed. */
    String name();

    /** UUID that its name lives under. */
    UUID namespaceId();

    /** Id by the code of this instance. */
    String inJava();

    /** Input of a document's id. */
    record OfDocument(Namespace namespace, DocumentName document, Optional<String> published) implements Question {
        @Override
        public String name() {
            return namespace.name(document);
        }

        @Override
        public UUID namespaceId() {
            return namespace.id();
        }

        @Override
        public String inJava() {
            return namespace.documentId(document).toString();
        }
    }

    /** Input of a chunk's id. */
    record OfChunk(Namespace namespace, ChunkName chunk, Optional<String> published) implements Question {
        @Override
        public String name() {
            return namespace.name(chunk);
        }

        @Override
        public UUID namespaceId() {
            return namespace.chunkId();
        }

        @Override
        public String inJava() {
            return namespace.chunkId(chunk).toString();
        }
    }
}
