// SPDX-License-Identifier: Apache-2.0
/** The report of savings. Read {@link io.truename.report.savings.SavingsMaker} first. */
@NullMarked
package io.truename.report.savings;

import org.jspecify.annotations.NullMarked;
