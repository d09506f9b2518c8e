// SPDX-License-Identifier: Apache-2.0
/** What this program carries inside itself. Read {@link io.truename.local.packed.PackedFolder} first. */
@NullMarked
package io.truename.local.packed;

import org.jspecify.annotations.NullMarked;
