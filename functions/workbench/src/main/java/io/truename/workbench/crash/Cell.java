// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import io.truename.testkit.fault.StepPoint;
import io.truename.workbench.rekey.Direction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One fault at one step of a batch in one direction. */
public record Cell(FaultScenario scenario, StepPoint step, Direction direction) {
    /** The steps that faults are aimed at. */
    public static final Set<StepPoint> STEPS = EnumSet.allOf(StepPoint.class);

    /** The whole table. */
    public static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            for (FaultScenario scenario : FaultScenario.values()) {
                STEPS.forEach(step -> cells.add(new Cell(scenario, step, direction)));
            }
        }
        return cells;
    }

    /** Every fault once and every step at least once in each direction; another step forward than back. */
    public static List<Cell> sample() {
        List<StepPoint> steps = List.copyOf(STEPS);
        List<Cell> cells = new ArrayList<>();
        int at = 0;
        for (FaultScenario scenario : FaultScenario.values()) {
            cells.add(new Cell(scenario, steps.get(at % steps.size()), Direction.FORWARD));
            cells.add(new Cell(scenario, steps.get((at + 3) % steps.size()), Direction.BACK));
            at++;
        }
        return cells;
    }

    @Override
    public String toString() {
        return scenario + " at " + step + " " + direction;
    }
}
