// SPDX-License-Identifier: Apache-2.0
/** Read-only assessment of a corpus. Read {@link io.truename.postgres.corpus.assess.Assessor} first. */
@NullMarked
package io.truename.postgres.corpus.assess;

import org.jspecify.annotations.NullMarked;
