// SPDX-License-Identifier: Apache-2.0
/** Store of log entries. Read {@link io.truename.local.logging.store.LogStore} first. */
@NullMarked
package io.truename.local.logging.store;

import org.jspecify.annotations.NullMarked;
