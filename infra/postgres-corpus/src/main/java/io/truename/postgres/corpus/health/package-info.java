// SPDX-License-Identifier: Apache-2.0
/** How a database is. Read {@link io.truename.postgres.corpus.health.DatabaseHealthReader} first. */
@NullMarked
package io.truename.postgres.corpus.health;

import org.jspecify.annotations.NullMarked;
