// SPDX-License-Identifier: Apache-2.0
/** Parts of a batch that moving, merging and late references share. Read {@code PlannedDocument} first. */
@NullMarked
package io.truename.postgres.rekeying.batch;

import org.jspecify.annotations.NullMarked;
