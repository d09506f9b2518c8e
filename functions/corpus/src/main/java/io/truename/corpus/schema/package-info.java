// SPDX-License-Identifier: Apache-2.0
/** What the database says about a corpus. Read {@link io.truename.corpus.schema.CorpusSchema} first. */
@NullMarked
package io.truename.corpus.schema;

import org.jspecify.annotations.NullMarked;
