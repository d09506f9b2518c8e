// SPDX-License-Identifier: Apache-2.0
/**
 * What a migration of a corpus would gain, cost and risk, before anything is planned. Read
 * {@link io.truename.corpus.assess.Assessment} first.
 */
@NullMarked
package io.truename.corpus.assess;

import org.jspecify.annotations.NullMarked;
