// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.health;

/**
 * Check of one thing.
 *
 * @param name such as {@code endpoint.generate}
 * @param seen a sentence with the figures, or with the reason why nothing is known
 */
public record HealthCheck(String name, Outcome outcome, String seen) {
    /** Outcome of a check. */
    public enum Outcome {
        OK,
        WARNING,
        FAILED,
        UNKNOWN
    }
}
