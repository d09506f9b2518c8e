// SPDX-License-Identifier: Apache-2.0
/**
 * Catalog inspection: builds the schema of a corpus from its mapping and the database's catalog. Read
 * {@link io.truename.postgres.corpus.schema.CorpusInspector} first.
 */
@NullMarked
package io.truename.postgres.corpus.schema;

import org.jspecify.annotations.NullMarked;
