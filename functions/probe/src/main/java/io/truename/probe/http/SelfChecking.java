// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.probing.selfcheck.SelfCheck;
import java.util.OptionalInt;

/** Port to self-checks of the recipe. */
public interface SelfChecking {
    /**
     * Asks every implementation for ids, keeps the result, and tells findings and log of it.
     *
     * @param seed of an earlier check, to repeat it; empty draws one
     * @throws io.truename.edge.corpus.NotSetUpException while there is no readable mapping, so that the namespace is not known
     */
    SelfCheck run(OptionalInt seed);
}
