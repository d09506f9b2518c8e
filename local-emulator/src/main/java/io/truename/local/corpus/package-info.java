// SPDX-License-Identifier: Apache-2.0
/** Sample corpus and its store in PostgreSQL. Read {@link io.truename.local.corpus.CorpusStore} first. */
@NullMarked
package io.truename.local.corpus;

import org.jspecify.annotations.NullMarked;
