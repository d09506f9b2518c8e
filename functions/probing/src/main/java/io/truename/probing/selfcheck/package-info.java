// SPDX-License-Identifier: Apache-2.0
/**
 * Self-check of the recipe: the same input must get the same id in Java, in PostgreSQL and from the deployed {@code generate}. Read
 * {@link io.truename.probing.selfcheck.SelfCheck} first.
 */
@NullMarked
package io.truename.probing.selfcheck;

import org.jspecify.annotations.NullMarked;
