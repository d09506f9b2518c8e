// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.RecipeInput;
import io.truename.corpus.schema.TableName;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Schema of the sample corpus, as far as the checks read it. */
final class SampleSchema {
    private SampleSchema() {}

    static CorpusSchema schema() {
        CorpusSchema.DocumentTable documents = new CorpusSchema.DocumentTable(
                new TableName("upload_pipeline", "documents"),
                new Column("document_id", "uuid", true, false),
                RecipeInput.of(column("user_id")),
                RecipeInput.of(column("file_sha256")),
                ContentHashAlgorithm.SHA_256,
                Optional.empty(),
                Optional.of(column("created_at")),
                Optional.of(column("processing_status")));
        CorpusSchema.ChunkTable chunks = new CorpusSchema.ChunkTable(
                new TableName("upload_pipeline", "document_chunks"),
                column("chunk_id"),
                column("document_id"),
                RecipeInput.of(column("chunker_name")),
                RecipeInput.of(column("chunker_version")),
                RecipeInput.of(column("chunk_ord")),
                Optional.of(column("embedding")));
        return new CorpusSchema(Namespace.DEFAULT, documents, List.of(chunks), List.of(), List.of(), Map.of());
    }

    private static Column column(String name) {
        return new Column(name, "text", true, false);
    }
}
