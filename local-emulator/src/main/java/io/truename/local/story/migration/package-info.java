// SPDX-License-Identifier: Apache-2.0
/**
 * The story's second chapter: a corpus with random ids is migrated while it is read and written, taken back, and migrated
 * again. Read {@link io.truename.local.story.migration.MigrationStory} first.
 */
@NullMarked
package io.truename.local.story.migration;

import org.jspecify.annotations.NullMarked;
