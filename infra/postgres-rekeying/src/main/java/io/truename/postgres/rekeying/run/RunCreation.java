// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.run;

import io.truename.rekeying.run.RunState;
import java.util.UUID;

/** Result of creating a run. */
public sealed interface RunCreation {
    /** The run was created in state PLANNING. */
    record Created(UUID run) implements RunCreation {}

    /** Another run is under way and must end first. */
    record UnderWay(UUID run, RunState state) implements RunCreation {}
}
