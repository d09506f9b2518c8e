// SPDX-License-Identifier: Apache-2.0
/**
 * The function {@code tune}: thresholds of alerts from the past of their metrics. {@link io.truename.tune.TuneApplication} puts it
 * together.
 */
@NullMarked
package io.truename.tune;

import org.jspecify.annotations.NullMarked;
