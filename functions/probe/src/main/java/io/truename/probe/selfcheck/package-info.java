// SPDX-License-Identifier: Apache-2.0
/** Ids over HTTP. Read {@link io.truename.probe.selfcheck.DeployedGenerate} first. */
@NullMarked
package io.truename.probe.selfcheck;

import org.jspecify.annotations.NullMarked;
