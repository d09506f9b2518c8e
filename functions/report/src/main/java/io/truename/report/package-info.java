// SPDX-License-Identifier: Apache-2.0
/** The function {@code report}: its entry point and composition root. Read {@link io.truename.report.ReportApplication} first. */
@NullMarked
package io.truename.report;

import org.jspecify.annotations.NullMarked;
