// SPDX-License-Identifier: Apache-2.0
/** What must be true before a row moves. Read {@link io.truename.rekeying.plan.BackupProof} first. */
@NullMarked
package io.truename.rekeying.plan;

import org.jspecify.annotations.NullMarked;
