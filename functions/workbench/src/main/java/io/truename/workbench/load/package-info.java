// SPDX-License-Identifier: Apache-2.0
/**
 * Load test: an application that reads and writes during a migration and its rollback. Read {@link
 * io.truename.workbench.load.LiveLoad} first.
 */
@NullMarked
package io.truename.workbench.load;

import org.jspecify.annotations.NullMarked;
