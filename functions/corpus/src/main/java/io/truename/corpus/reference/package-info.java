// SPDX-License-Identifier: Apache-2.0
/** Ids within texts, and the patterns around them. Read {@link io.truename.corpus.reference.IdPattern} first. */
@NullMarked
package io.truename.corpus.reference;

import org.jspecify.annotations.NullMarked;
