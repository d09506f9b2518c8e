// SPDX-License-Identifier: Apache-2.0
/** Budgets as Cloud Billing tells of them. Read {@link io.truename.costing.budget.BudgetLedger} first. */
@NullMarked
package io.truename.costing.budget;

import org.jspecify.annotations.NullMarked;
