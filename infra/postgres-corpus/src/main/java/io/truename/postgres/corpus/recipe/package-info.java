// SPDX-License-Identifier: Apache-2.0
/**
 * The id recipe in a corpus: its inputs as SQL values, and an independent second computation of its ids. Read
 * {@link io.truename.postgres.corpus.recipe.RecipeSql} first.
 */
@NullMarked
package io.truename.postgres.corpus.recipe;

import org.jspecify.annotations.NullMarked;
