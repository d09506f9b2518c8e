// SPDX-License-Identifier: Apache-2.0
package io.truename.local.log;

import java.time.Instant;
import java.util.Map;

/**
 * One event.
 *
 * @param source the function or part that spoke
 * @param severity in Cloud Logging's words: DEFAULT, DEBUG, INFO, WARNING, ERROR
 * @param fields everything else of a structured line
 */
public record LogLine(Instant time, String source, String severity, String message, Map<String, Object> fields) {}
