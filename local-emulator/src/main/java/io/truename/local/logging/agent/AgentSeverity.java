// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.agent;

import com.google.logging.type.LogSeverity;
import java.util.Locale;

/** Severities as programs write them: names, the usual short forms and names of other loggers, numbers. */
final class AgentSeverity {
    private static final int STEP = 100;

    private AgentSeverity() {}

    /** Returns the severity; DEFAULT for a word that none of the loggers uses. */
    static LogSeverity of(String text) {
        String word = text.strip().toUpperCase(Locale.ROOT);
        if (word.matches("[0-9]{1,9}")) {
            LogSeverity level = LogSeverity.forNumber(Integer.parseInt(word) / STEP * STEP);
            return level == null ? LogSeverity.DEFAULT : level;
        }
        return switch (word) {
            case "DEBUG", "D", "TRACE", "TRACE_INT", "FINE", "FINER", "FINEST", "CONFIG" -> LogSeverity.DEBUG;
            case "INFO", "I" -> LogSeverity.INFO;
            case "NOTICE", "N" -> LogSeverity.NOTICE;
            case "WARNING", "WARN", "W" -> LogSeverity.WARNING;
            case "ERROR", "ERR", "E", "SEVERE" -> LogSeverity.ERROR;
            case "CRITICAL", "CRIT", "C", "FATAL", "F" -> LogSeverity.CRITICAL;
            case "ALERT", "A" -> LogSeverity.ALERT;
            case "EMERGENCY", "EMERG" -> LogSeverity.EMERGENCY;
            default -> LogSeverity.DEFAULT;
        };
    }
}
