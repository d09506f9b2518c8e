// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.identity.ChunkName;
import io.truename.identity.DocumentName;
import io.truename.identity.Identifier;
import io.truename.identity.Namespace;
import io.truename.identity.Verification;
import java.util.UUID;

/** One thing that a request asks an id for. */
sealed interface Item {
    Kind kind();

    /** What has a name has one id, which can be verified. */
    sealed interface Named extends Item {
        Identifier id(Namespace namespace);

        Verification verify(Namespace namespace, UUID claimed);
    }

    /** A document, named by its owner and content. */
    record Document(DocumentName name) implements Named {
        @Override
        public Kind kind() {
            return Kind.DOCUMENT;
        }

        @Override
        public Identifier id(Namespace namespace) {
            return namespace.documentId(name);
        }

        @Override
        public Verification verify(Namespace namespace, UUID claimed) {
            return namespace.verify(name, claimed);
        }
    }

    /** A piece of a document, named by what cut it and its place. */
    record Chunk(ChunkName name) implements Named {
        @Override
        public Kind kind() {
            return Kind.CHUNK;
        }

        @Override
        public Identifier id(Namespace namespace) {
            return namespace.chunkId(name);
        }

        @Override
        public Verification verify(Namespace namespace, UUID claimed) {
            return namespace.verify(name, claimed);
        }
    }

    /** A job, which is ephemeral: every request gives it another id. */
    record Job() implements Item {
        @Override
        public Kind kind() {
            return Kind.JOB;
        }
    }
}
