// SPDX-License-Identifier: Apache-2.0
/** The story that the local cloud plays end to end. Read {@link io.truename.local.story.Story} first. */
@NullMarked
package io.truename.local.story;

import org.jspecify.annotations.NullMarked;
