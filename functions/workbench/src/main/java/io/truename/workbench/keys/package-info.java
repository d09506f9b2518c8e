// SPDX-License-Identifier: Apache-2.0
/** Cost of keys in random and in growing order. Read {@link io.truename.workbench.keys.KeyOrder} first. */
@NullMarked
package io.truename.workbench.keys;

import org.jspecify.annotations.NullMarked;
