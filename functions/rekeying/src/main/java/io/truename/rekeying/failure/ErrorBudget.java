// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.failure;

/**
 * How many documents may be quarantined before the run stops. Of fewer than 20 tried, or fewer than 3
 * quarantined, a share says nothing. A limit of 0 is meant as it says: the first one stops the run.
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
     * Whether the run must stop.
     *
     * @param tried documents moved, merged or quarantined by this run's batches; not those that planning found unfit
     * @param quarantined of them
     */
    public boolean burnt(long tried, long quarantined) {
        if (quarantined > tried || quarantined < 0) {
            throw new IllegalArgumentException("quarantined must be from 0 to tried");
        }
        if (limit == 0) {
            return quarantined > 0;
        }
        return tried >= FEWEST_TRIED && quarantined >= FEWEST_QUARANTINED && quarantined > limit * tried;
    }
}
