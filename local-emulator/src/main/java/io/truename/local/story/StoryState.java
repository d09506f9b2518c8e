// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

/** How far a story, or a step of it, has come. */
public enum StoryState {
    WAITING,
    RUNNING,
    DONE,
    FAILED
}
