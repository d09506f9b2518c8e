// SPDX-License-Identifier: Apache-2.0
/** Savings of ids that come from content. Read {@link io.truename.costing.savings.SavingsLedger} first. */
@NullMarked
package io.truename.costing.savings;

import org.jspecify.annotations.NullMarked;
