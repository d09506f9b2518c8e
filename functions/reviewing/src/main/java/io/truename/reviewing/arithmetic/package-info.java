// SPDX-License-Identifier: Apache-2.0
/** Numbers that do not fit each other. Read {@link io.truename.reviewing.arithmetic.Claim} first. */
@NullMarked
package io.truename.reviewing.arithmetic;

import org.jspecify.annotations.NullMarked;
