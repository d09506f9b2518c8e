// SPDX-License-Identifier: Apache-2.0
/**
 * Reader of a database's statistics and catalog for advice, and the counters kept between two readings. Read {@link
 * io.truename.postgres.probing.advice.DatabaseReader} first.
 */
@NullMarked
package io.truename.postgres.probing.advice;

import org.jspecify.annotations.NullMarked;
