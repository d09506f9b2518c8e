// SPDX-License-Identifier: Apache-2.0
/**
 * Id recipe in a corpus: its inputs as SQL expressions, and a second, independent implementation. Read
 * {@link io.truename.postgres.corpus.recipe.RecipeSql} first.
 */
@NullMarked
package io.truename.postgres.corpus.recipe;

import org.jspecify.annotations.NullMarked;
