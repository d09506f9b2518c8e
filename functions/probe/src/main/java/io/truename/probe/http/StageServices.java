// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.postgres.probing.stage.Retrievals;
import io.truename.postgres.probing.stage.StageEventIntake;
import io.truename.postgres.probing.stage.StageReports;
import io.truename.probing.stage.StageRecipe;
import java.util.function.Supplier;

/**
 * Services of stage events.
 *
 * @param recipe of the corpus; throws {@link io.truename.edge.corpus.NotSetUpException} while there is no readable mapping
 * @param watch looks at the stages if it is due; never fails
 * @param look looks at the stages now; never fails
 */
public record StageServices(
        Supplier<StageRecipe> recipe,
        StageEventIntake intake,
        StageReports reports,
        Retrievals retrievals,
        Runnable watch,
        Runnable look) {}
