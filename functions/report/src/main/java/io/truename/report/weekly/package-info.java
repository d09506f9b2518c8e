// SPDX-License-Identifier: Apache-2.0
/** The production report of a week, a month or a quarter. Read {@link io.truename.report.weekly.WeeklyMaker} first. */
@NullMarked
package io.truename.report.weekly;

import org.jspecify.annotations.NullMarked;
