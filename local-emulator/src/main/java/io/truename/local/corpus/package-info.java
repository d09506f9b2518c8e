// SPDX-License-Identifier: Apache-2.0
/** The sample corpus and its store. Read {@link io.truename.local.corpus.CorpusStore} first. */
@NullMarked
package io.truename.local.corpus;

import org.jspecify.annotations.NullMarked;
