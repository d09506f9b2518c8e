// SPDX-License-Identifier: Apache-2.0
/**
 * Fire drill: causes every alert of the catalog, sees it open, takes the cause away and sees it close. Read {@link
 * io.truename.local.drill.FireDrill} first.
 */
@NullMarked
package io.truename.local.drill;

import org.jspecify.annotations.NullMarked;
