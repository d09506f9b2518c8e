// SPDX-License-Identifier: Apache-2.0
/**
 * Search for references that nobody declared. Read {@link io.truename.postgres.corpus.search.UndeclaredReferenceSearch} first.
 */
@NullMarked
package io.truename.postgres.corpus.search;

import org.jspecify.annotations.NullMarked;
