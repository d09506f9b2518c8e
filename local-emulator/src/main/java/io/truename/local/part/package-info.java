// SPDX-License-Identifier: Apache-2.0
/**
 * Component contract: name, health, status and shutdown of each service of the local cloud. Read
 * {@link io.truename.local.part.Part} first.
 */
@NullMarked
package io.truename.local.part;

import org.jspecify.annotations.NullMarked;
