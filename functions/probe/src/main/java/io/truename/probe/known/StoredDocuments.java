// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import io.truename.identity.DocumentName;
import io.truename.postgres.probing.known.CorpusVersion;
import io.truename.postgres.probing.known.LookUpIndex;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Port to the documents of the corpus. Each call throws {@link io.truename.postgres.SqlException} while the database cannot answer, and
 * {@link io.truename.edge.corpus.NotSetUpException} while the mapping is missing or does not fit.
 */
public interface StoredDocuments {
    /** Maximum number of names that one call of {@link #find} takes. */
    int MOST_NAMES = 1_000;

    /** The present version of the ids and of the mapping. */
    CorpusVersion version();

    /** Ids by name; names that are not stored are absent. */
    Map<DocumentName, UUID> find(Collection<DocumentName> names);

    /** Changes the version, for all instances. */
    void beginNextEpoch();

    /** The newest documents, newest first; none where no index has them in order. */
    List<DocumentName> newest(int most);

    /** The index that {@link #find} uses. */
    LookUpIndex index();
}
