// SPDX-License-Identifier: Apache-2.0
/**
 * Validation of a whole corpus. It shares neither SQL nor the recipe with the code that moves rows. Read
 * {@link io.truename.postgres.corpus.validate.CorpusValidator} first.
 */
@NullMarked
package io.truename.postgres.corpus.validate;

import org.jspecify.annotations.NullMarked;
