// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Classification of database errors: transient ones may pass, so the statement is worth a retry. */
final class TransientFailures {
    private TransientFailures() {}

    /** Decides by SQLSTATE: the driver marks neither a lost connection nor an administrator's shutdown as transient. */
    static boolean mayPass(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof R2dbcTransientException
                    || each instanceof R2dbcNonTransientResourceException
                    || each instanceof IOException
                    || each instanceof TimeoutException) {
                return true;
            }
            if (each instanceof R2dbcException exception && mayPass(exception.getSqlState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayPass(@org.jspecify.annotations.Nullable String state) {
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("57P")
                        || state.startsWith("40")
                        || state.startsWith("53"));
    }
}
