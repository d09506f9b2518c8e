// SPDX-License-Identifier: Apache-2.0
/** Money of the reports: prices, billed costs and recommendations. Read {@link io.truename.report.money.Money} first. */
@NullMarked
package io.truename.report.money;

import org.jspecify.annotations.NullMarked;
