// SPDX-License-Identifier: Apache-2.0
/** Logging query language. Read {@link io.truename.local.logging.query.LogFilter} first. */
@NullMarked
package io.truename.local.logging.query;

import org.jspecify.annotations.NullMarked;
