// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

/** Test of one value of a field. */
@FunctionalInterface
interface ValueTest {
    boolean test(Object value);
}
