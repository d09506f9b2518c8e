// SPDX-License-Identifier: Apache-2.0
/**
 * What can go wrong between a program and its PostgreSQL, aimed at one statement. Read {@link io.truename.testkit.fault.TcpProxy}
 * first.
 */
@NullMarked
package io.truename.testkit.fault;

import org.jspecify.annotations.NullMarked;
