// SPDX-License-Identifier: Apache-2.0
/** Imported hashes of content that lies elsewhere. Read {@link io.truename.postgres.corpus.imported.ImportedHashStore} first. */
@NullMarked
package io.truename.postgres.corpus.imported;

import org.jspecify.annotations.NullMarked;
