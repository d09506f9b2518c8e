// SPDX-License-Identifier: Apache-2.0
/** PostgreSQL client over R2DBC. Read {@link io.truename.postgres.Session} first: every statement goes through one. */
@NullMarked
package io.truename.postgres;

import org.jspecify.annotations.NullMarked;
