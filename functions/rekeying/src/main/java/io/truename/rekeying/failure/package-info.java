// SPDX-License-Identifier: Apache-2.0
/** What a failure means for a run. Read {@link io.truename.rekeying.failure.Failures} first. */
@NullMarked
package io.truename.rekeying.failure;

import org.jspecify.annotations.NullMarked;
