// SPDX-License-Identifier: Apache-2.0
/**
 * Control API of the local cloud: commands over HTTP below {@code /api}. Read
 * {@link io.truename.local.control.ControlRoutes} first.
 */
@NullMarked
package io.truename.local.control;

import org.jspecify.annotations.NullMarked;
