// SPDX-License-Identifier: Apache-2.0
/** Documents looked up by owner and content. Read {@link io.truename.postgres.probing.known.KnownDocuments} first. */
@NullMarked
package io.truename.postgres.probing.known;

import org.jspecify.annotations.NullMarked;
