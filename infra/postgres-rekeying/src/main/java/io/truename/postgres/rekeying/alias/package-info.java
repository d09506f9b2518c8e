// SPDX-License-Identifier: Apache-2.0
/**
 * Aliases: old ids after a migration, and the data kept of ended runs.
 *
 * <p>Read {@link io.truename.postgres.rekeying.alias.AliasStore} first.
 */
@NullMarked
package io.truename.postgres.rekeying.alias;

import org.jspecify.annotations.NullMarked;
