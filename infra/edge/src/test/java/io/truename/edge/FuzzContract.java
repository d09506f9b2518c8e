// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.FuzzSummary;
import io.truename.testkit.FuzzedDeployable;
import org.junit.jupiter.api.Test;

/** Hostile requests to a function: never a status above 499, and nothing of what was sent comes back. */
public abstract class FuzzContract {
    private static final long SEED = 20_261_122;

    private final int requests;

    /** Creates the contract of one function, which {@code requests} of one seed cover well. */
    protected FuzzContract(int requests) {
        this.requests = requests;
    }

    /** The function, with what its handlers need to answer 200. */
    protected abstract FuzzedDeployable function();

    @Test
    void hostileRequests_neverShowTheInside() {
        FuzzSummary summary = function().run(SEED, requests, sent -> {});

        assertThat(summary.violationCount()).as(summary.text()).isZero();
        assertThat(summary.requests()).isEqualTo(requests);
        assertThat(summary.statuses()).containsKeys(200, 400, 404, 405, 415);
    }
}
