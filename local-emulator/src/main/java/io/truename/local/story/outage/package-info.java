// SPDX-License-Identifier: Apache-2.0
/** Fourth chapter of the story: an outage is seen by the alerts, and ends. */
@NullMarked
package io.truename.local.story.outage;

import org.jspecify.annotations.NullMarked;
