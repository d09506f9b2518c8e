// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.agent;

import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Source of insert ids: each is greater than those before it, also those of an earlier start. Thread-safe. */
public final class InsertIds {
    private static final int DIGITS = 13;

    private final AtomicLong last;

    public InsertIds(Clock clock) {
        this.last = new AtomicLong(clock.millis() << 20);
    }

    public String next() {
        String digits = Long.toString(last.incrementAndGet(), 32).toLowerCase(Locale.ROOT);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }
}
