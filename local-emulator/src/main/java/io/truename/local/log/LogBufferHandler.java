// SPDX-License-Identifier: Apache-2.0
package io.truename.local.log;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Log handler that sends the libraries' {@code java.util.logging} records to the log buffer instead of the terminal. */
public final class LogBufferHandler extends Handler {
    private final LogBuffer log;
    private final SimpleFormatter formatter = new SimpleFormatter();

    private LogBufferHandler(LogBuffer log) {
        this.log = log;
    }

    /** Installs this as the only handler of this JVM's root logger, for warnings and above. */
    public static void install(LogBuffer log) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        root.addHandler(new LogBufferHandler(log));
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            String thrown = record.getThrown() == null ? "" : " (" + record.getThrown() + ")";
            String severity = record.getLevel().intValue() >= Level.SEVERE.intValue() ? "ERROR" : "WARNING";
            log.add("local-cloud", severity, record.getLoggerName() + ": " + formatter.formatMessage(record) + thrown);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
