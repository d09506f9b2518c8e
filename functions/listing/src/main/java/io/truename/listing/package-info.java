// SPDX-License-Identifier: Apache-2.0
/** Lists of documents, each with its user, SHA-256 and bytes. Read {@link io.truename.listing.DocumentList} first. */
@NullMarked
package io.truename.listing;

import org.jspecify.annotations.NullMarked;
