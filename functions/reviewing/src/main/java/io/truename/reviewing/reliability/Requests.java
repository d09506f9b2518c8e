// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.reliability;

import java.util.OptionalDouble;

/** Good requests of all requests, from one query: two queries of different moments give ratios above 1. */
public record Requests(long good, long total) {
    /** No request. */
    public static final Requests NONE = new Requests(0, 0);

    public Requests {
        if (good < 0 || good > total) {
            throw new IllegalArgumentException("good: from 0 to total; read both with one query");
        }
    }

    public Requests plus(Requests other) {
        return new Requests(Math.addExact(good, other.good), Math.addExact(total, other.total));
    }

    public long bad() {
        return total - good;
    }

    /** Good by total; empty without requests, never 1. */
    public OptionalDouble ratio() {
        return total == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) good / total);
    }
}
