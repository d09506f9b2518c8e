// SPDX-License-Identifier: Apache-2.0
package io.truename.local.log;

import java.time.Instant;
import java.util.Map;

/**
 * Log entry.
 *
 * @param source the function or component that wrote it
 * @param severity a severity of Cloud Logging: DEFAULT, DEBUG, INFO, WARNING, ERROR
 * @param fields the other fields of a structured line
 * @param isPrinted whether a function printed it; else it is of the local cloud itself
 */
public record LogLine(
        Instant time, String source, String severity, String message, Map<String, Object> fields, boolean isPrinted) {}
