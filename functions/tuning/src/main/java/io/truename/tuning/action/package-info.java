// SPDX-License-Identifier: Apache-2.0
/** Actions that are taken without a person, and taken back. Read {@link io.truename.tuning.action.Actions} first. */
@NullMarked
package io.truename.tuning.action;

import org.jspecify.annotations.NullMarked;
