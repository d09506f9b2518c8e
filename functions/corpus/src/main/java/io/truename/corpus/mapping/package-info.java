// SPDX-License-Identifier: Apache-2.0
/** Mapping of a corpus: the YAML that a data engineer writes. Read {@link io.truename.corpus.mapping.Mapping} first. */
@NullMarked
package io.truename.corpus.mapping;

import org.jspecify.annotations.NullMarked;
