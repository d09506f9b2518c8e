// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

import java.math.BigDecimal;

/** Sum of a ledger that is more than 2^63 - 1, which no corpus has: recorded sizes are wrong. The message is for people. */
public final class LedgerOverflowException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LedgerOverflowException(String sum, BigDecimal value, ArithmeticException cause) {
        super(
                sum + ": is " + value.toPlainString()
                        + ", more than 2^63 - 1. Some recorded sizes must be wrong: look at"
                        + " the largest in the mapping's column of bytes, correct them, and begin the ledger again.",
                cause);
    }
}
