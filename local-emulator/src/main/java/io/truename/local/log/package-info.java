// SPDX-License-Identifier: Apache-2.0
/** What the functions and the local cloud say while they run. Read {@link io.truename.local.log.LogBook} first. */
@NullMarked
package io.truename.local.log;

import org.jspecify.annotations.NullMarked;
