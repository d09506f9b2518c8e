// SPDX-License-Identifier: Apache-2.0
/** Reads what an assessment needs, and changes nothing. Read {@link io.truename.postgres.corpus.assess.Assessor} first. */
@NullMarked
package io.truename.postgres.corpus.assess;

import org.jspecify.annotations.NullMarked;
