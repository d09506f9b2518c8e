// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

/** State of a finding. {@link FindingRules} defines the changes. */
public enum FindingState {
    OPEN,
    /** Someone knows of it and has said until when it may stay. */
    ACKNOWLEDGED,
    /** A pass that covered its cause did not see it any more. */
    RESOLVED
}
