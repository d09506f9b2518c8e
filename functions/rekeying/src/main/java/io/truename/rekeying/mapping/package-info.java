// SPDX-License-Identifier: Apache-2.0
/** What the data engineer says about a corpus. Read {@link io.truename.rekeying.mapping.Mapping} first. */
@NullMarked
package io.truename.rekeying.mapping;

import org.jspecify.annotations.NullMarked;
