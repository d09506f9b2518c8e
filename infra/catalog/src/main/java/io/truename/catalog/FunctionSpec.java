// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.time.Duration;
import java.util.Map;

/**
 * A deployable function.
 *
 * @param deployable the module whose {@code target/deploy} is uploaded, relative to the repository's root
 * @param entryPoint the class that the functions framework loads
 * @param timeout how long one request may take before the platform answers for the function
 * @param environment what the function's configuration is read from
 */
public record FunctionSpec(
        String name,
        String description,
        String deployable,
        String entryPoint,
        Duration timeout,
        int memoryMiB,
        Map<String, String> environment) {}
