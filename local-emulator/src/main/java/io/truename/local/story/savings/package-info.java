// SPDX-License-Identifier: Apache-2.0
/** The sixth chapter of the story. Read {@link io.truename.local.story.savings.SavingsStory} first. */
@NullMarked
package io.truename.local.story.savings;

import org.jspecify.annotations.NullMarked;
