// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

/** State of a story or of one of its steps. */
public enum StoryState {
    WAITING,
    RUNNING,
    DONE,
    FAILED
}
