// SPDX-License-Identifier: Apache-2.0
/**
 * Looks at a whole corpus and shares nothing with what moves it: neither SQL nor recipe. Read
 * {@link io.truename.postgres.corpus.validate.CorpusValidator} first.
 */
@NullMarked
package io.truename.postgres.corpus.validate;

import org.jspecify.annotations.NullMarked;
