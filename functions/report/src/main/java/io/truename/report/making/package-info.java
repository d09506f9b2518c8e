// SPDX-License-Identifier: Apache-2.0
/** Makes reports, keeps and announces them. Read {@link io.truename.report.making.Reports} first. */
@NullMarked
package io.truename.report.making;

import org.jspecify.annotations.NullMarked;
