// SPDX-License-Identifier: Apache-2.0
/**
 * Test kit of functions, for tests and benchmarks; plain Java, without a test framework but for the package suite. Read {@link
 * io.truename.testkit.InvokerProcess} first, then {@link io.truename.testkit.RequestFuzzer}.
 */
@NullMarked
package io.truename.testkit;

import org.jspecify.annotations.NullMarked;
