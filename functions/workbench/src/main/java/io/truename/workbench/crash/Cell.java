// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import io.truename.testkit.fault.StepPoint;
import io.truename.workbench.rekey.Direction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One fault at one step of a batch in one direction. */
public record Cell(FaultScenario disaster, StepPoint step, Direction direction) {
    /** The steps that faults are aimed at. */
    public static final Set<StepPoint> STEPS = EnumSet.allOf(StepPoint.class);

    /** The whole table. */
    public static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            for (FaultScenario disaster : FaultScenario.values()) {
                STEPS.forEach(step -> cells.add(new Cell(disaster, step, direction)));
            }
        }
        return cells;
    }

    /** Every fault once and every step at least once in each direction; another step forward than back. */
    public static List<Cell> sample() {
        List<StepPoint> steps = List.copyOf(STEPS);
        List<Cell> cells = new ArrayList<>();
        int at = 0;
        for (FaultScenario disaster : FaultScenario.values()) {
            cells.add(new Cell(disaster, steps.get(at % steps.size()), Direction.FORWARD));
            cells.add(new Cell(disaster, steps.get((at + 3) % steps.size()), Direction.BACK));
            at++;
        }
        return cells;
    }

    @Override
    public String toString() {
        return disaster + " at " + step + " " + direction;
    }
}
