// SPDX-License-Identifier: Apache-2.0
/** Cost of replays of alerts. Read {@link io.truename.workbench.replay.BusyProject} first. */
@NullMarked
package io.truename.workbench.replay;

import org.jspecify.annotations.NullMarked;
