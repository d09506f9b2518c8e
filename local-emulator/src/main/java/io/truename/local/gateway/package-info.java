// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP gateway: the one address for functions, commands and the console. Read
 * {@link io.truename.local.gateway.Gateway} first.
 */
@NullMarked
package io.truename.local.gateway;

import org.jspecify.annotations.NullMarked;
