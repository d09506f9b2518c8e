// SPDX-License-Identifier: Apache-2.0
/**
 * Settings of a function, read once from its environment and validated together. Read {@link
 * io.truename.edge.settings.Settings} first.
 */
@NullMarked
package io.truename.edge.settings;

import org.jspecify.annotations.NullMarked;
