// SPDX-License-Identifier: Apache-2.0
/**
 * What the tests and benchmarks of functions share: plain Java, no test framework. Read
 * {@link io.truename.testkit.InvokerProcess} first, then {@link io.truename.testkit.RequestFuzzer}.
 */
@NullMarked
package io.truename.testkit;

import org.jspecify.annotations.NullMarked;
