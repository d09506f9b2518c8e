// SPDX-License-Identifier: Apache-2.0
/** Suites that are too long for every build. */
@NullMarked
package io.truename.testkit.suite;

import org.jspecify.annotations.NullMarked;
