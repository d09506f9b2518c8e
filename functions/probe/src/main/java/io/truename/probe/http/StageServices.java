// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.identity.Namespace;
import io.truename.postgres.probing.stage.Retrievals;
import io.truename.postgres.probing.stage.StageEventIntake;
import io.truename.postgres.probing.stage.StageReports;
import java.util.function.Supplier;

/**
 * Services of stage events.
 *
 * @param namespace of the corpus; throws {@link io.truename.edge.corpus.NotSetUpException} while there is no readable mapping
 * @param watch looks at the stages if it is due; never fails
 * @param look looks at the stages now; never fails
 */
public record StageServices(
        Supplier<Namespace> namespace,
        StageEventIntake intake,
        StageReports reports,
        Retrievals retrievals,
        Runnable watch,
        Runnable look) {}
