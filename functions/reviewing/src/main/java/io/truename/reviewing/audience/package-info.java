// SPDX-License-Identifier: Apache-2.0
/** Readers of a report, each with the same numbers in another order and depth. Read {@link io.truename.reviewing.audience.Reader} first. */
@NullMarked
package io.truename.reviewing.audience;

import org.jspecify.annotations.NullMarked;
