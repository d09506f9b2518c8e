// SPDX-License-Identifier: Apache-2.0
/** What every part of the local cloud has in common. Read {@link io.truename.local.part.Part} first. */
@NullMarked
package io.truename.local.part;

import org.jspecify.annotations.NullMarked;
