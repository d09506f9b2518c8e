// SPDX-License-Identifier: Apache-2.0
/** Imports of hashes with kills in between. Read {@link io.truename.workbench.hashes.HashImporter} first. */
@NullMarked
package io.truename.workbench.hashes;

import org.jspecify.annotations.NullMarked;
