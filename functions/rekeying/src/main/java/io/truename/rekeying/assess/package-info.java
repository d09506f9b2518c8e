// SPDX-License-Identifier: Apache-2.0
/**
 * What a migration of a corpus would gain, cost and risk, before anything is planned. Read
 * {@link io.truename.rekeying.assess.Assessment} first.
 */
@NullMarked
package io.truename.rekeying.assess;

import org.jspecify.annotations.NullMarked;
