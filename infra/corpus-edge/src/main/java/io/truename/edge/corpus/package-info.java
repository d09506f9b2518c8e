// SPDX-License-Identifier: Apache-2.0
/**
 * Edge of the functions that work on a corpus: their common settings, services that the first call opens, and answers while the
 * database is not there. Read {@link io.truename.edge.corpus.CorpusSettings} first.
 */
@NullMarked
package io.truename.edge.corpus;

import org.jspecify.annotations.NullMarked;
