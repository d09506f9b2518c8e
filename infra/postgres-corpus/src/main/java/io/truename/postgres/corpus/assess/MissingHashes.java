// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import io.truename.corpus.assess.CorpusTally;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.ImportedHashes;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import java.util.Optional;
import java.util.Set;

/** Finding about documents without a content hash, where a mapping takes hashes from an import. */
final class MissingHashes {
    /** Names that the recipe's refusals give the hash. */
    private static final Set<String> FIELDS = Set.of("fileSha256", "contentHash");

    private MissingHashes() {}

    /** The finding; empty if there are none, or the mapping imports no hashes. */
    static Optional<Finding> of(CorpusSchema schema, CorpusTally.State documents) {
        long missing = documents.refused().entrySet().stream()
                .filter(refused -> FIELDS.contains(refused.getKey()))
                .mapToLong(refused -> refused.getValue())
                .sum();
        if (missing == 0 || !schema.documents().contentHash().tables().contains(ImportedHashes.TABLE)) {
            return Optional.empty();
        }
        String table = TableSql.quoted(schema.documents().table());
        return Optional.of(new Finding(
                Finding.Severity.WARNING,
                "imported.missing",
                schema.documents().table().toString(),
                missing + (missing == 1 ? " document has" : " documents have")
                        + " no imported hash, and no other. A run leaves them as they are, in quarantine.",
                "SELECT d." + SqlNames.quoted(schema.documents().id().name()) + " FROM " + table + " AS d WHERE "
                        + RecipeSql.storedHash(schema.documents(), "d")
                        + " IS NULL; -- lists them; send their hashes to POST /content-hashes"));
    }
}
