// SPDX-License-Identifier: Apache-2.0
/** Old ids after a migration. Read {@link io.truename.postgres.rekeying.alias.AliasStore} first. */
@NullMarked
package io.truename.postgres.rekeying.alias;

import org.jspecify.annotations.NullMarked;
