// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.probing.scan.CorpusChecks;
import java.util.ArrayList;
import java.util.List;

/** Parts of a full scan, in order. */
final class ScanParts {
    private ScanParts() {}

    /** All parts; {@code prior} is the state of the last whole pass. */
    static List<ScanPart> of(
            CorpusSchema schema, CorpusChecks.State prior, Database database, Database corpus, int documentsOfAPage) {
        List<ScanPart> parts = new ArrayList<>();
        parts.add(new DocumentPart(schema, prior, corpus, documentsOfAPage));
        parts.add(new SecondLookPart(schema, prior, corpus));
        parts.addAll(ReferencePart.of(schema));
        parts.addAll(EmbeddingPart.of(schema, database, documentsOfAPage));
        parts.add(new ContentPart(schema));
        parts.addAll(EqualIdsPart.of(schema, documentsOfAPage));
        parts.addAll(AliasPart.of(schema));
        parts.add(new IndexPart(schema));
        return List.copyOf(parts);
    }
}
