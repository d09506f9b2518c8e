// SPDX-License-Identifier: Apache-2.0
/** Log of the functions and of the local cloud's own components. Read {@link io.truename.local.log.LogBuffer} first. */
@NullMarked
package io.truename.local.log;

import org.jspecify.annotations.NullMarked;
