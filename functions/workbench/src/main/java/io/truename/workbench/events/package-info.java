// SPDX-License-Identifier: Apache-2.0
/** Load of stage events on {@code probe} while its process is killed. Read {@link io.truename.workbench.events.EventLoad} first. */
@NullMarked
package io.truename.workbench.events;

import org.jspecify.annotations.NullMarked;
