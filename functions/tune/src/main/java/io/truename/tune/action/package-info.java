// SPDX-License-Identifier: Apache-2.0
/** Automatic actions: decided by rules, recorded, carried out, taken back. Read {@link io.truename.tune.action.ActionRunner} first. */
@NullMarked
package io.truename.tune.action;

import org.jspecify.annotations.NullMarked;
