// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import java.math.BigInteger;

/** Sum of a ledger that is more than 2^63 - 1, which no corpus has: listed sizes are wrong. The message is for people. */
final class LedgerOverflowException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LedgerOverflowException(String sum, BigInteger value, ArithmeticException cause) {
        super(
                sum + ": is " + value
                        + ", more than 2^63 - 1. Some listed sizes must be wrong: look at the largest bytes"
                        + " in the lists, correct them, and count again.",
                cause);
    }
}
