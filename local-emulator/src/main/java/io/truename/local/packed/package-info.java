// SPDX-License-Identifier: Apache-2.0
/**
 * Packed resources: folders that the build puts into this program as zip files. Read
 * {@link io.truename.local.packed.PackedFolder} first.
 */
@NullMarked
package io.truename.local.packed;

import org.jspecify.annotations.NullMarked;
