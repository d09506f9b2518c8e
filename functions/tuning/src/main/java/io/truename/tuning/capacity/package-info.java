// SPDX-License-Identifier: Apache-2.0
/** When a metric reaches its limit, and how many instances a load needs. */
@NullMarked
package io.truename.tuning.capacity;

import org.jspecify.annotations.NullMarked;
