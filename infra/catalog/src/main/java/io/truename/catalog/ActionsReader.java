// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.io.Reader;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reader of {@code actions.yaml}. */
final class ActionsReader {
    /** Actions that tune can take. */
    private static final List<String> KNOWN = List.of("pause-migration", "warm-cache", "static-thresholds");

    private static final int DAY = 1_440;
    private static final int WEEK = 7 * DAY;
    private static final int MOST_REPEATS = 60;
    private static final int MOST_PER_DAY = 24;

    private ActionsReader() {}

    static Map<String, ActionSpec> read(CatalogFile file, Reader yaml, Map<String, AlertSpec> alerts) {
        CatalogFields root = file.root(yaml);
        Map<String, ActionSpec> actions = file.each(root, "actions", (name, fields) -> action(name, fields, alerts));
        root.refuseUnread();
        return actions;
    }

    private static ActionSpec action(String name, CatalogFields fields, Map<String, AlertSpec> alerts) {
        if (!KNOWN.contains(name)) {
            fields.refuseHere("is none of " + String.join(", ", KNOWN), "choose one of them");
        }
        ActionSpec action = new ActionSpec(
                name,
                fields.text("description"),
                fields.flag("enabled"),
                fields.list("alerts"),
                minutes(fields, "afterMinutes", DAY),
                number(fields, "repeats", 2, MOST_REPEATS),
                minutes(fields, "quietMinutes", DAY),
                minutes(fields, "coolDownMinutes", WEEK),
                number(fields, "perDay", 1, MOST_PER_DAY));
        action.alerts().forEach(alert -> FunctionsReader.requireTarget(alerts, alert, fields, "alerts"));
        return action;
    }

    private static Duration minutes(CatalogFields fields, String name, int most) {
        return Duration.ofMinutes(number(fields, name, 1, most));
    }

    private static int number(CatalogFields fields, String name, int least, int most) {
        CatalogFields number = fields.section(name);
        int value = number.number("value", least, most);
        number.text("source");
        number.refuseUnread();
        return value;
    }
}
