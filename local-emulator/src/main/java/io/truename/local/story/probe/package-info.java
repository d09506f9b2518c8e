// SPDX-License-Identifier: Apache-2.0
/**
 * Third chapter of the story: a corpus is broken on purpose, and the probe finds each fault and sees it repaired. Read {@link
 * io.truename.local.story.probe.ProbeStory} first.
 */
@NullMarked
package io.truename.local.story.probe;

import org.jspecify.annotations.NullMarked;
