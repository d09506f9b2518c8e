// SPDX-License-Identifier: Apache-2.0
/**
 * Fifth chapter of the story: an alert's threshold is tuned on a week of its metric. Read
 * {@link io.truename.local.story.tuning.TuningStory} first.
 */
@NullMarked
package io.truename.local.story.tuning;

import org.jspecify.annotations.NullMarked;
