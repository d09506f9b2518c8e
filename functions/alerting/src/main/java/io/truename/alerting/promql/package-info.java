// SPDX-License-Identifier: Apache-2.0
/**
 * Expressions of PromQL, the subset that alert policies use: read, checked for types, and printed. Read
 * {@link io.truename.alerting.promql.Expression} first. Nothing here evaluates them yet.
 */
@NullMarked
package io.truename.alerting.promql;

import org.jspecify.annotations.NullMarked;
