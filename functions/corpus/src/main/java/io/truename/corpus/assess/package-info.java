// SPDX-License-Identifier: Apache-2.0
/**
 * Assessment of a corpus: benefit, cost and risk of a migration, before planning. Read
 * {@link io.truename.corpus.assess.Assessment} first.
 */
@NullMarked
package io.truename.corpus.assess;

import org.jspecify.annotations.NullMarked;
