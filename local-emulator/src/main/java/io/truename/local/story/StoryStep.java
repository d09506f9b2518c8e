// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

/**
 * Step of a chapter.
 *
 * @param title unique among the steps of all chapters
 * @param unit the counted unit, in the plural
 */
public record StoryStep(String title, String unit) {}
