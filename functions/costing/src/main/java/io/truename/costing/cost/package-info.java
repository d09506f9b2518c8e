// SPDX-License-Identifier: Apache-2.0
/**
 * Costs as billed: by service, function and label, per request, against prices, and ways to lower them. Read
 * {@link io.truename.costing.cost.CostRow} first.
 */
@NullMarked
package io.truename.costing.cost;

import org.jspecify.annotations.NullMarked;
