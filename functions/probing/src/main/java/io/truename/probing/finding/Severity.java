// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

/** Severity of a finding; the worst first. */
public enum Severity {
    /** Data contradict each other. A person must act now. */
    CRITICAL,
    /** Users cannot retrieve documents, or soon will not. */
    HIGH,
    /** The corpus is worse than it should be; retrieval still works. */
    MEDIUM,
    /** It costs space or time. */
    LOW
}
