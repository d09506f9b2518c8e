// SPDX-License-Identifier: Apache-2.0
/**
 * Story: the end-to-end demonstration that the local cloud plays. Read {@link io.truename.local.story.Story} first.
 */
@NullMarked
package io.truename.local.story;

import org.jspecify.annotations.NullMarked;
