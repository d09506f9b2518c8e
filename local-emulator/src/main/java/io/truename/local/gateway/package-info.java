// SPDX-License-Identifier: Apache-2.0
/**
 * The one HTTP address of the local cloud: functions, commands, console. Read {@link io.truename.local.gateway.Gateway}
 * first.
 */
@NullMarked
package io.truename.local.gateway;

import org.jspecify.annotations.NullMarked;
