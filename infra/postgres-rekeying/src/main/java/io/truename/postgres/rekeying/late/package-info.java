// SPDX-License-Identifier: Apache-2.0
/** Late references: old ids written into columns without a foreign key after their row had moved. Read {@code LateReferences} first. */
@NullMarked
package io.truename.postgres.rekeying.late;

import org.jspecify.annotations.NullMarked;
