// SPDX-License-Identifier: Apache-2.0
/** Self-check: ids by SQL, and the results that are kept. Read {@link io.truename.postgres.probing.selfcheck.IdsInSql} first. */
@NullMarked
package io.truename.postgres.probing.selfcheck;

import org.jspecify.annotations.NullMarked;
