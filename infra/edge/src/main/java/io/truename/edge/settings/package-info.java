// SPDX-License-Identifier: Apache-2.0
/**
 * A function's environment, read once and validated as a whole. Read {@link io.truename.edge.settings.Settings} first.
 */
@NullMarked
package io.truename.edge.settings;

import org.jspecify.annotations.NullMarked;
