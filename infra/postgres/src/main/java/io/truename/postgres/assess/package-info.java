// SPDX-License-Identifier: Apache-2.0
/** Reads what an assessment needs, and changes nothing. Read {@link io.truename.postgres.assess.Assessor} first. */
@NullMarked
package io.truename.postgres.assess;

import org.jspecify.annotations.NullMarked;
