// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.failure;

/**
 * Error budget: the share of documents in quarantine that stops a run. Fewer than 3 never do. While a pass moves rows, fewer than
 * 20 tried documents say nothing about the rest; when it has ended, there is no rest. With a limit of 0, the first one stops the
 * run.
 *
 * @param limit share of the tried documents, 0 to 1
 */
public record ErrorBudget(double limit) {
    /** Documents that must have been tried. */
    public static final int FEWEST_TRIED = 20;

    /** With fewer, one unlucky document would stop a run of a small corpus: 1 of 20 is five times the usual limit. */
    public static final int FEWEST_QUARANTINED = 3;

    public ErrorBudget {
        if (!(limit >= 0 && limit <= 1)) {
            throw new IllegalArgumentException("limit must be from 0 to 1");
        }
    }

    /**
     * Whether a run must stop that has more to move.
     *
     * @param tried documents moved, merged or quarantined by this run's batches; not those that planning found unfit
     * @param quarantined of them
     */
    public boolean burnt(long tried, long quarantined) {
        return burntAtEnd(tried, quarantined) && (limit == 0 || tried >= FEWEST_TRIED);
    }

    /**
     * Whether a run must stop that has nothing left to move.
     *
     * @param tried documents moved, merged or quarantined, also those that planning found unfit
     * @param quarantined of them
     */
    public boolean burntAtEnd(long tried, long quarantined) {
        if (quarantined > tried || quarantined < 0) {
            throw new IllegalArgumentException("quarantined must be from 0 to tried");
        }
        if (limit == 0) {
            return quarantined > 0;
        }
        return quarantined >= FEWEST_QUARANTINED && quarantined > limit * tried;
    }
}
