// SPDX-License-Identifier: Apache-2.0
/** Logging agent: printed lines become log entries. Read {@link io.truename.local.logging.agent.AgentParser} first. */
@NullMarked
package io.truename.local.logging.agent;

import org.jspecify.annotations.NullMarked;
