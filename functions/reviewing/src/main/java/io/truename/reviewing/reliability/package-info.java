// SPDX-License-Identifier: Apache-2.0
/** Reliability over a week, a month or a quarter. Read {@link io.truename.reviewing.reliability.Availability} first. */
@NullMarked
package io.truename.reviewing.reliability;

import org.jspecify.annotations.NullMarked;
