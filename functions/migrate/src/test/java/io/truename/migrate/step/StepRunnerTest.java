// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.step;

/** Steps on chains in memory. */
class StepRunnerTest extends StepChainsContract {
    StepRunnerTest() {
        super(60);
    }

    @Override
    StepSimulation.Stepped stepped() {
        return new InMemoryStepChains();
    }
}
