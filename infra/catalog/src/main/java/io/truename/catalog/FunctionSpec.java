// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.time.Duration;
import java.util.Map;

/**
 * Deployable function.
 *
 * @param deployable the module whose {@code target/deploy} is uploaded, relative to the repository's root
 * @param entryPoint the class that the functions framework loads
 * @param timeout the longest time of one request, before the platform answers 504
 * @param scaling of an installation that names no other numbers
 * @param environment variables from which the function reads its settings
 */
public record FunctionSpec(
        String name,
        String description,
        String deployable,
        String entryPoint,
        Duration timeout,
        int memoryMiB,
        Scaling scaling,
        Map<String, String> environment) {
    /**
     * Bounds of the number of instances.
     *
     * @param fewest instances that are kept while nobody calls
     * @param concurrency requests that one instance gets at once
     */
    public record Scaling(int fewest, int most, int concurrency) {}
}
