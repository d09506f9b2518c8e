// SPDX-License-Identifier: Apache-2.0
/** What the data engineer says about a corpus. Read {@link io.truename.corpus.mapping.Mapping} first. */
@NullMarked
package io.truename.corpus.mapping;

import org.jspecify.annotations.NullMarked;
