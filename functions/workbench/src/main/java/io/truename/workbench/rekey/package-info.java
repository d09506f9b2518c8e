// SPDX-License-Identifier: Apache-2.0
/**
 * Ways to give a corpus its true ids, and a corpus to compare them on. Read
 * {@link io.truename.workbench.rekey.MigrationUnderTest} first.
 */
@NullMarked
package io.truename.workbench.rekey;

import org.jspecify.annotations.NullMarked;
