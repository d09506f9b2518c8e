// SPDX-License-Identifier: Apache-2.0
/** The console in a real browser. Read {@link io.truename.local.console.ConsolePage} first. */
@NullMarked
package io.truename.local.console;

import org.jspecify.annotations.NullMarked;
