// SPDX-License-Identifier: Apache-2.0
/** The function {@code tune}: thresholds of alerts from what metrics did. {@link io.truename.tune.TuneApplication} puts it together. */
@NullMarked
package io.truename.tune;

import org.jspecify.annotations.NullMarked;
