// SPDX-License-Identifier: Apache-2.0
/** Tests of the fire drill. */
@NullMarked
package io.truename.local.drill;

import org.jspecify.annotations.NullMarked;
