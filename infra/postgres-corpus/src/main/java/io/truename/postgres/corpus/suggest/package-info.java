// SPDX-License-Identifier: Apache-2.0
/**
 * Proposal of a mapping for a database that nobody has mapped yet: it reads the facts that {@code io.truename.corpus.suggest} asks for.
 * Read {@link io.truename.postgres.corpus.suggest.MappingSuggester} first.
 */
@NullMarked
package io.truename.postgres.corpus.suggest;

import org.jspecify.annotations.NullMarked;
