// SPDX-License-Identifier: Apache-2.0
/**
 * Second chapter of the story: migrates a corpus with random ids while it is read and written, rolls the migration back
 * and migrates again. Read {@link io.truename.local.story.migration.MigrationStory} first.
 */
@NullMarked
package io.truename.local.story.migration;

import org.jspecify.annotations.NullMarked;
