// SPDX-License-Identifier: Apache-2.0
/** Schema of a corpus, as read from the database catalog. Read {@link io.truename.corpus.schema.CorpusSchema} first. */
@NullMarked
package io.truename.corpus.schema;

import org.jspecify.annotations.NullMarked;
