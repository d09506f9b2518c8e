// SPDX-License-Identifier: Apache-2.0
/** Feedback of readers and users. Read {@link io.truename.reviewing.feedback.FeedbackSummary} first. */
@NullMarked
package io.truename.reviewing.feedback;

import org.jspecify.annotations.NullMarked;
