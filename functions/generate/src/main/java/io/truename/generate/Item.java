// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.identity.ChunkId;
import io.truename.identity.DocumentId;
import io.truename.identity.DocumentName;
import io.truename.identity.Identifier;
import io.truename.identity.JobId;

/** Item of a request, with its id. Generating the id validates the other fields. */
sealed interface Item {
    Kind kind();

    Identifier id();

    /** Item with a name, whose id is deterministic and can be verified. */
    sealed interface Named extends Item {
        /** Whether both have the same name, so that they must have the same id. */
        boolean isSameAs(Item other);
    }

    /** A document, by its owner and content as they were sent. */
    record Document(String userId, String fileSha256, DocumentId id) implements Named {
        @Override
        public Kind kind() {
            return Kind.DOCUMENT;
        }

        @Override
        public boolean isSameAs(Item other) {
            return other instanceof Document document && name().equals(document.name());
        }

        private DocumentName name() {
            return new DocumentName(userId, fileSha256);
        }
    }

    /** A chunk of a document, by its chunker and ordinal. */
    record Chunk(DocumentId documentId, String chunker, String chunkerVersion, int ordinal, ChunkId id)
            implements Named {
        @Override
        public Kind kind() {
            return Kind.CHUNK;
        }

        @Override
        public boolean isSameAs(Item other) {
            return other instanceof Chunk chunk
                    && documentId.equals(chunk.documentId)
                    && chunker.equals(chunk.chunker)
                    && chunkerVersion.equals(chunk.chunkerVersion)
                    && ordinal == chunk.ordinal;
        }
    }

    /** A job, which is ephemeral: every request gives it another id. */
    record Job(JobId id) implements Item {
        @Override
        public Kind kind() {
            return Kind.JOB;
        }
    }
}
