// SPDX-License-Identifier: Apache-2.0
/**
 * Proposal of a mapping from a database's catalog and a sample of its rows. Read {@link io.truename.corpus.suggest.MappingProposal}
 * first.
 */
@NullMarked
package io.truename.corpus.suggest;

import org.jspecify.annotations.NullMarked;
