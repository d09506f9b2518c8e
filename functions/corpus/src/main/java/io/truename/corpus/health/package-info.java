// SPDX-License-Identifier: Apache-2.0
/** Health of a database as figures. Read {@link io.truename.corpus.health.DatabaseHealth}. */
@NullMarked
package io.truename.corpus.health;

import org.jspecify.annotations.NullMarked;
