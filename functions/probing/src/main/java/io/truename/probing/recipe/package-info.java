// SPDX-License-Identifier: Apache-2.0
/**
 * Diagnosis of an id that does not match its recipe: which wrong recipe made it. Read {@link
 * io.truename.probing.recipe.RecipeDiagnosis} first, then {@link io.truename.probing.recipe.RecipeSearch}.
 */
@NullMarked
package io.truename.probing.recipe;

import org.jspecify.annotations.NullMarked;
