// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import com.google.monitoring.v3.AlertPolicy.Condition;
import java.util.List;

/** How many series must have met a condition. */
interface Trigger {
    boolean by(List<SeriesState> states);

    static Trigger of(Condition.Trigger trigger) {
        return switch (trigger.getTypeCase()) {
            case COUNT -> states -> met(states) >= trigger.getCount();
            case PERCENT -> states -> met(states) > 0 && met(states) * 100.0 >= trigger.getPercent() * states.size();
            case TYPE_NOT_SET -> states -> met(states) > 0;
        };
    }

    private static long met(List<SeriesState> states) {
        return states.stream().filter(SeriesState::met).count();
    }
}
