// SPDX-License-Identifier: Apache-2.0
/** Reports and their renderings. Read {@link io.truename.reporting.Report} first. */
@NullMarked
package io.truename.reporting;

import org.jspecify.annotations.NullMarked;
