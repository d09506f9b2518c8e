// SPDX-License-Identifier: Apache-2.0
/**
 * Unit tests for alert policies without a cloud. Read {@link io.truename.alerttests.CaseFile} first, then
 * {@link io.truename.alerttests.CaseRun}.
 */
@NullMarked
package io.truename.alerttests;

import org.jspecify.annotations.NullMarked;
