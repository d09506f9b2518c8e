// SPDX-License-Identifier: Apache-2.0
/** How a database is. Read {@link io.truename.postgres.vitals.VitalsReader} first. */
@NullMarked
package io.truename.postgres.vitals;

import org.jspecify.annotations.NullMarked;
