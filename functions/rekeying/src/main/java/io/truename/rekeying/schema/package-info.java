// SPDX-License-Identifier: Apache-2.0
/** What the database says about a corpus. Read {@link io.truename.rekeying.schema.CorpusSchema} first. */
@NullMarked
package io.truename.rekeying.schema;

import org.jspecify.annotations.NullMarked;
