// SPDX-License-Identifier: Apache-2.0
/**
 * Fault injection between a program and its PostgreSQL, aimed at one statement. Read {@link
 * io.truename.testkit.fault.TcpProxy} first.
 */
@NullMarked
package io.truename.testkit.fault;

import org.jspecify.annotations.NullMarked;
